package dev.perennial.agent.load;

/**
 * The operational load at a moment.
 *
 * @param inFlight requests being worked on
 * @param requests ended since the start of this life
 * @param requestsPerSecond over the last seconds
 * @param windowRequests how many ended in those seconds; without any, the percentiles are 0
 * @param p50Seconds half of them took at most so long
 * @param p99Seconds 99 in 100 of them took at most so long
 * @param maxSeconds the longest of them
 */
public record Load(
    long inFlight,
    long requests,
    double requestsPerSecond,
    long windowRequests,
    double p50Seconds,
    double p99Seconds,
    double maxSeconds) {}
