/**
 * Guards against sudden death: sees that a resource is exhausted, and has the server restarted in
 * place, without duplexing, where it is lost otherwise and the settings allow that. What decides
 * and acts then uses no Java heap, no new thread and no descriptor: it is native code, in {@code
 * src/main/c}. Begin with {@link dev.perennial.agent.guard.SuddenDeathGuard}.
 */
@NullMarked
package dev.perennial.agent.guard;

import org.jspecify.annotations.NullMarked;
