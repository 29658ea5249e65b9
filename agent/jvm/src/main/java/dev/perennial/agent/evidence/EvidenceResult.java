package dev.perennial.agent.evidence;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was saved.
 *
 * @param folder where; null if nothing was
 * @param bytes how much
 * @param saved names of the files
 * @param problems what is missing and why, in words; empty if nothing is
 */
public record EvidenceResult(
    @Nullable Path folder, long bytes, List<String> saved, List<String> problems) {

  /** Returns it as one sentence. */
  public String sentence() {
    String what =
        folder == null
            ? "no evidence was saved"
            : saved.size() + " files of evidence (" + bytes + " bytes) were saved in " + folder;
    return problems.isEmpty() ? what : what + "; missing: " + String.join("; ", problems);
  }
}
