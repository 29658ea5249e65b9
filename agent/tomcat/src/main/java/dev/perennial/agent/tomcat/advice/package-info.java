/**
 * What is woven into Tomcat's classes. It runs there, inlined; these classes themselves are read
 * and never run. Begin with {@link dev.perennial.agent.tomcat.advice.TomcatJoinPoints}.
 */
@NullMarked
package dev.perennial.agent.tomcat.advice;

import org.jspecify.annotations.NullMarked;
