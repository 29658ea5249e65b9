package org.springframework.session;

/** Stands for Spring Session's interface of this name, of which the name alone counts. */
public interface SessionRepository {}
