/** The application that is made into a jar of Spring Boot, version 3 and 4, for the tests. */
package dev.perennial.boot;
