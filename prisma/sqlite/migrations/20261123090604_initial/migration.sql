-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "reportedVersion" INTEGER NOT NULL DEFAULT 0,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "notBefore" DATETIME,
    "owner" TEXT NOT NULL,
    "repo" TEXT NOT NULL,
    "workflowName" TEXT NOT NULL,
    "headBranch" TEXT NOT NULL,
    "headSha" TEXT NOT NULL,
    "run" JSONB NOT NULL,
    "limits" JSONB NOT NULL,
    "ledger" JSONB NOT NULL,
    "evidence" JSONB,
    "diagnosis" JSONB,
    "reproduction" JSONB,
    "patch" JSONB,
    "proposal" JSONB,
    "stop" JSONB,
    "proposalRun" JSONB,
    "liveFailure" TEXT,
    "openedAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Attempt" (
    "incidentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "fact" JSONB NOT NULL,

    PRIMARY KEY ("incidentId", "number"),
    CONSTRAINT "Attempt_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Guard" (
    "incidentId" TEXT NOT NULL PRIMARY KEY,
    "path" TEXT NOT NULL,
    "testId" TEXT NOT NULL,
    "fact" JSONB NOT NULL,
    CONSTRAINT "Guard_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Step" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "incidentId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "seconds" REAL NOT NULL,
    "result" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    CONSTRAINT "Step_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Incident_liveFailure_key" ON "Incident"("liveFailure");

-- CreateIndex
CREATE INDEX "Incident_openedAt_idx" ON "Incident"("openedAt");

-- CreateIndex
CREATE INDEX "Incident_state_openedAt_idx" ON "Incident"("state", "openedAt");

-- CreateIndex
CREATE INDEX "Step_incidentId_idx" ON "Step"("incidentId");
