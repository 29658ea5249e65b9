/**
 * The agent's entry points and the loading of all else in class loaders of its own. This is all of
 * the agent that the application's class path sees; it uses the JDK only. Begin with {@link
 * dev.perennial.agent.premain.Agent}.
 */
package dev.perennial.agent.premain;
