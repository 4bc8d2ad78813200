"""The people of the sample mails, all invented."""

from __future__ import annotations

LEE = "Lee Harrowgate <lee@fernhill.example>"
MARLO = "Marlo Quist <marlo@ironbark.example>"
TESS = "Tess Orrinsby <tess@copperline.test>"
BEN = "Ben Sallowfield <ben@northduct.example>"
HOLLIS = "Hollis Venn <hollis@granitework.example>"
ADA = "Ada Pinchbeck <ada@pinchbeck.example>"
GIL = "Gil Saltmarsh <gil@saltmarsh.example>"
ROBIN = "Robin Vance <robin@vanceoak.example>"
ALEX = "Alex Thornquill <alex.thornquill@city.example>"
MORGAN = "Morgan Ashgrove <morgan.ashgrove@city.example>"
TERRY = "Terry Underlake <terry.underlake@city.example>"
WREN = "Wren Castellane <wren@bluestem.example>"
QUENTIN = "Quentin Underbough <quentin@elsewhere.test>"
