"""The entrance hall: pages that gather several rooms, and what is printed from them."""
