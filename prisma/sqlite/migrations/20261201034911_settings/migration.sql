-- AlterTable
ALTER TABLE "Incident" ADD COLUMN "settings" JSONB;

-- Incidents on their way were watched: those of other repositories were never opened.
UPDATE "Incident" SET "settings" = '{"enabled": true}' WHERE "state" <> 'queued';
