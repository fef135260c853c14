-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "dollars" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "openedDay" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "stopCode" TEXT;

-- What was there is counted too.
UPDATE "Incident" SET "openedDay" = to_char("openedAt", 'YYYY-MM-DD'), "stopCode" = "stop" ->> 'code',
  "dollars" = coalesce(("ledger" ->> 'dollars')::double precision, 0);

-- CreateIndex
CREATE INDEX "Incident_stopCode_openedAt_idx" ON "Incident"("stopCode", "openedAt");

-- CreateIndex
CREATE INDEX "Incident_owner_repo_openedAt_idx" ON "Incident"("owner", "repo", "openedAt");

-- CreateIndex
CREATE INDEX "Incident_repo_openedAt_idx" ON "Incident"("repo", "openedAt");

-- CreateIndex
CREATE INDEX "Incident_openedDay_state_stopCode_dollars_idx" ON "Incident"("openedDay", "state", "stopCode", "dollars");
