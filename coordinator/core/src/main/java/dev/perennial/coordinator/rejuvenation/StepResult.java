package dev.perennial.coordinator.rejuvenation;

import java.util.Map;

/**
 * What a step did.
 *
 * @param step which
 * @param completed whether it did all that it should; the next step follows all the same
 * @param done in words
 * @param figures as measured, by name with the unit in it, such as "bytesRemoved"
 */
public record StepResult(Step step, boolean completed, String done, Map<String, Long> figures) {
  public StepResult {
    figures = Map.copyOf(figures);
  }
}
