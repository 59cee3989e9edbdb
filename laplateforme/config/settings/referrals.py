"""Delays of hand-overs. The first reminder counts working days, the others count days from the sending."""

LP_REFERRAL_FIRST_REMINDER_WORKING_DAYS = 5
LP_REFERRAL_SECOND_REMINDER_DAYS = 10
LP_REFERRAL_WARNING_DAYS = 21  # both sides are told
LP_REFERRAL_EXPIRY_DAYS = 30  # it ends, with another proposal or a gap
LP_REFERRAL_UNDO_SECONDS = 10  # taken back as if it had never left
LP_REFERRAL_ASK_PERSON_DAYS = 10  # after the closing, the person is asked what came of it
LP_REFERRAL_CONSENT_DAYS = 180  # an agreement taken with a hand-over lasts as long
