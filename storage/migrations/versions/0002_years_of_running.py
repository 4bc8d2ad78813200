"""What years of running need

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_sheet",
        sa.Column("inspector", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("inspector", "day", name=op.f("pk_day_sheet")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_after", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("other_cases", sa.JSON(), nullable=True))
    # How many letters left in the last day is counted before each one.
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_sent_at"), ["sent_at"], unique=False)
    op.create_table(
        "legal_hold",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_reference", name=op.f("pk_legal_hold")),
    )
    # When a mail's original and what a row says of people were removed.
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("original_removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case", recreate="never") as batch_op:
        batch_op.drop_column("erased_at")
    # Made anew, as a batch does it on SQLite, the table would be dropped for a moment, and others point to it.
    with op.batch_alter_table("message", recreate="never") as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("original_removed_at")
    op.drop_table("legal_hold")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("other_cases")
        batch_op.drop_column("not_after")
    op.drop_table("day_sheet")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_sent_at"))
