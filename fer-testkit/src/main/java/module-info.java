/**
 * Contract tests for DeepFER backends, as JUnit classes to extend, and the pictures they run on.
 */
module io.github.deepfer.testkit {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires java.desktop;
  requires org.assertj.core;

  exports io.github.deepfer.testkit;

  opens io.github.deepfer.testkit to
      org.junit.platform.commons;
}
