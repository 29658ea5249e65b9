package dev.perennial.bench.exam.heldout;

/** Requests over days, weeks, steps and spikes; 1 is the mean. Goes on over restarts. */
final class Traffic {
  private static final double DAY = 86400;

  private final Plan plan;
  private final Noise noise;
  private final double[] stepAt;
  private final double[] stepTo;
  private final double[] spikeAt;
  private final double[] spikeLength;
  private final double batchFrom;
  private int spike;

  Traffic(Plan plan, Draw draw) {
    this.plan = plan;
    this.noise = new Noise(plan.loadNoiseSeconds, plan.stepSeconds, draw);
    stepAt = new double[plan.loadSteps];
    stepTo = new double[plan.loadSteps];
    for (int i = 0; i < plan.loadSteps; i++) {
      stepAt[i] = (i + draw.between(0.1, 0.9)) * plan.days * DAY / plan.loadSteps;
      stepTo[i] = draw.about(0.3, 2);
    }
    int spikes = (int) Math.round(plan.spikesADay * plan.days);
    spikeAt = new double[spikes];
    spikeLength = new double[spikes];
    for (int i = 0; i < spikes; i++) {
      spikeAt[i] = (i + draw.between(0.05, 0.95)) * DAY / plan.spikesADay;
      spikeLength[i] = draw.about(300, 1800);
    }
    batchFrom = draw.between(0, 5) * 3600;
  }

  double next(double at) {
    double value = daily(at) * (weekend(at) ? plan.weekend : 1) * step(at);
    value *= spiking(at) ? 2.2 : 1;
    return Math.max(0.001, value * Math.exp(plan.loadNoise * noise.next()));
  }

  private double daily(double at) {
    double wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (at / DAY - plan.peakHour / 24));
    return plan.trough + (1.4 - plan.trough) * Math.pow(wave, plan.sharpness);
  }

  private static boolean weekend(double at) {
    return (int) (at / DAY) % 7 >= 5;
  }

  private double step(double at) {
    double value = 1;
    for (int i = 0; i < stepAt.length && at >= stepAt[i]; i++) {
      value = stepTo[i];
    }
    return value;
  }

  /** Returns whether it is the time of a deployment: many requests at once, and new classes. */
  boolean spiking(double at) {
    while (spike < spikeAt.length && at >= spikeAt[spike] + spikeLength[spike]) {
      spike++;
    }
    return spike < spikeAt.length && at >= spikeAt[spike];
  }

  /** Returns how many deployments there have been. */
  int deployments() {
    return spike;
  }

  /** Returns whether the nightly job runs. */
  boolean batch(double at) {
    double time = at % DAY;
    return time >= batchFrom && time < batchFrom + plan.batchHours * 3600;
  }
}
