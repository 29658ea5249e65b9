/**
 * Whole-system tests: unmodified application servers as processes with the agent, driven from
 * outside by HTTP and JMX. Begin with {@code SessionSurvivesRestartIT}; {@code Cluster} starts and
 * ends the processes.
 */
@org.jspecify.annotations.NullMarked
package dev.perennial.e2e;
