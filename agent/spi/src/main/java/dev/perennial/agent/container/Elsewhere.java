package dev.perennial.agent.container;

/**
 * State that an application does not keep where the agent moves it from.
 *
 * @param line which and where, in words
 * @param veto whether users would lose something by it if the server handed over
 */
public record Elsewhere(String line, boolean veto) {}
