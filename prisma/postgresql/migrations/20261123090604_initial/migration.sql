-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "reportedVersion" INTEGER NOT NULL DEFAULT 0,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "notBefore" TIMESTAMP(3),
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
    "openedAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "incidentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "fact" JSONB NOT NULL,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("incidentId","number")
);

-- CreateTable
CREATE TABLE "Guard" (
    "incidentId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "testId" TEXT NOT NULL,
    "fact" JSONB NOT NULL,

    CONSTRAINT "Guard_pkey" PRIMARY KEY ("incidentId")
);

-- CreateTable
CREATE TABLE "Step" (
    "id" SERIAL NOT NULL,
    "incidentId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "result" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "Step_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Incident_liveFailure_key" ON "Incident"("liveFailure");

-- CreateIndex
CREATE INDEX "Incident_openedAt_idx" ON "Incident"("openedAt");

-- CreateIndex
CREATE INDEX "Incident_state_openedAt_idx" ON "Incident"("state", "openedAt");

-- CreateIndex
CREATE INDEX "Step_incidentId_idx" ON "Step"("incidentId");

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guard" ADD CONSTRAINT "Guard_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Step" ADD CONSTRAINT "Step_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;
