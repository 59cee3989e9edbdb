"""Delays about people's files, in days. Each may be shortened; 5-year and 12-month bounds come from the law."""

LP_SPOKEN_CONSENT_DAYS = 15  # spoken and not confirmed: then nobody else reads anything
LP_UNCONFIRMED_CONTACT_DAYS = 30  # spoken and not confirmed: then the means of contact are erased
LP_CONSENT_DAYS = 365  # the longest that an agreement may last
LP_CONSENT_ENDS_SOON_DAYS = 30  # the adviser is told that an agreement is about to end
LP_FILE_NOTICE_DAYS = 700  # without a sign of life, the person is told that the file will go
LP_FILE_DAYS = 730  # without a sign of life, the file is made anonymous
LP_CONSENT_PROOF_DAYS = 1826  # after its end, the proof of an agreement stays five years
LP_FORMER_LEAD_DAYS = 30  # whoever led a file before still reads it, then nothing
LP_PERSON_LINK_DAYS = 8  # the life of a link to one's own page
LP_FAIR_DAYS = 1095  # who proposed, asked, stood: three years, to compare with the same fair last year
LP_FAIR_CONTACT_DAYS = 730  # a confirmed contact of a fair, after the last sign of life
