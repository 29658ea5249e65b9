/**
 * The judgement: from readings of aging indicators to a verdict with its reason. Pure; imports no
 * library. Begin with {@link dev.perennial.coordinator.aging.Verdict}.
 */
@NullMarked
package dev.perennial.coordinator.aging;

import org.jspecify.annotations.NullMarked;
