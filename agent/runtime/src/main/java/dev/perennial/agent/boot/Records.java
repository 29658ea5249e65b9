package dev.perennial.agent.boot;

import dev.perennial.agent.evidence.FormerHeapDump;
import dev.perennial.agent.evidence.KeptEvidence;
import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.rejuvenation.EmergencyReport;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.sensor.HeapDumpFile;
import dev.perennial.agent.server.Chronicle;
import dev.perennial.agent.server.HandoverFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What this server writes down of itself.
 *
 * @param lastEmergency the one that this life began with
 * @param chronicle of its stages, kept in audit and history
 * @param noteFile for the next life
 */
record Records(
    Audit audit,
    RejuvenationHistory history,
    Optional<EmergencyNote> lastEmergency,
    Chronicle chronicle,
    HandoverFile noteFile) {

  /** Opens them, and writes down the emergency that this life began with, if one did. */
  static Records open(Start start, InstantSource clock) {
    Log log = start.log();
    Path directory = start.identity().directory();
    Audit audit = Audit.open(directory, clock, log);
    RejuvenationHistory history =
        RejuvenationHistory.open(
            directory.resolve("history.txt"), problem -> log.warn("history", problem, null));
    Optional<EmergencyNote> lastEmergency =
        EmergencyNote.of(
            start.loading().left(),
            EmergencyLaunch.VARIABLE,
            ProcessHandle.current().pid(),
            clock.instant());
    lastEmergency.ifPresent(
        note ->
            EmergencyReport.tell(
                note, start.note(), start.name(), history, audit, log, clock.instant()));
    if (start.note().isPresent() || lastEmergency.isPresent()) {
      moveHeapDump(start, directory);
    }
    takeKept(start, directory, lastEmergency);
    HandoverFile noteFile = new HandoverFile(directory, log);
    noteFile.forgetOld();
    return new Records(
        audit,
        history,
        lastEmergency,
        new Chronicle(history, audit, clock, Footprint::now),
        noteFile);
  }

  /** Whoever was ended by the guard could save nothing but what it had kept until then. */
  private static void takeKept(Start start, Path directory, Optional<EmergencyNote> last) {
    Path evidence = SettingsMapping.evidence(start.settings(), directory).directory();
    try {
      if (last.isPresent()) {
        String why =
            "The guard restarted this server at "
                + last.get().restarted()
                + ": "
                + last.get().reason();
        start
            .log()
            .info(
                KeptEvidence.adopt(evidence, why)
                    .map(folder -> "the life before has kept evidence: " + folder)
                    .orElse("the life before has kept no evidence"));
      } else {
        KeptEvidence.forget(evidence);
      }
    } catch (IOException | RuntimeException e) {
      start.log().warn("kept", "what the life before has kept cannot be taken", e);
    }
  }

  /** This life has the same process id, and so the same name for a dump of its own. */
  private static void moveHeapDump(Start start, Path directory) {
    Instant born = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Path evidence = SettingsMapping.evidence(start.settings(), directory).directory();
    HeapDumpFile.ofThisJvm()
        .ifPresent(
            dump -> {
              try {
                FormerHeapDump.move(dump, evidence, born)
                    .ifPresent(
                        moved -> start.log().info("the life before has dumped its heap: " + moved));
              } catch (IOException | RuntimeException e) {
                start.log().warn("dump", dump + " is in the way of this life's own dump", e);
              }
            });
  }
}
