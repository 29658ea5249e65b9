package dev.perennial.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application of Spring Boot as many have it: it knows nothing of the agent. */
@SpringBootApplication
public class BootApplication {
  /** Serves until it is told to stop. */
  public static void main(String[] args) {
    SpringApplication.run(BootApplication.class, args);
  }
}
