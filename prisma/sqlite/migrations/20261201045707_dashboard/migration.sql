-- AlterTable
ALTER TABLE "Incident" ADD COLUMN "openedDay" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Incident" ADD COLUMN "stopCode" TEXT;
ALTER TABLE "Incident" ADD COLUMN "dollars" REAL NOT NULL DEFAULT 0;

-- What was there is counted too.
UPDATE "Incident" SET "openedDay" = substr("openedAt", 1, 10), "stopCode" = "stop" ->> 'code',
  "dollars" = coalesce("ledger" ->> 'dollars', 0);

-- CreateIndex
CREATE INDEX "Incident_stopCode_openedAt_idx" ON "Incident"("stopCode", "openedAt");
CREATE INDEX "Incident_owner_repo_openedAt_idx" ON "Incident"("owner", "repo", "openedAt");
CREATE INDEX "Incident_repo_openedAt_idx" ON "Incident"("repo", "openedAt");
CREATE INDEX "Incident_openedDay_state_stopCode_dollars_idx" ON "Incident"("openedDay", "state", "stopCode", "dollars");
