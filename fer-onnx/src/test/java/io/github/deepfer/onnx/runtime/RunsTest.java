package io.github.deepfer.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.spi.BackendOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a sound model that counts to 2^40. */
@Timeout(60)
class RunsTest {
  private final OrtEnvironment environment = NativeLibrary.environment();
  private ModelSession session;

  @BeforeEach
  void open() throws IOException {
    try (InputStream file =
        RunsTest.class.getResourceAsStream("/io/github/deepfer/onnx/endless-loop.onnx")) {
      byte[] model = Objects.requireNonNull(file).readAllBytes();
      session = ModelSession.open(environment, "endless", model, BackendOptions.DEFAULT);
    }
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    session.close();
  }

  @Test
  void aTrialEndsWhenItsTimeIsUp() {
    assertThat(session.runs().endsWithin(Duration.ofMillis(300), this::run)).isFalse();
  }

  @Test
  void aTrialEndsWhenItsThreadIsInterruptedForLong() {
    Thread.currentThread().interrupt();
    assertThat(session.runs().endsWithin(Duration.ofHours(1), this::run)).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aTrialThatIsSoonDoneIsNotTouchedByAnInterrupt() {
    Thread.currentThread().interrupt();
    assertThat(session.runs().endsWithin(Duration.ofHours(1), () -> {})).isTrue();
  }

  @Test
  void whatFailsByItselfIsToldAsItIs() {
    InferenceException failure = new InferenceException("by itself", null);
    assertThatThrownBy(
            () ->
                session
                    .runs()
                    .endsWithin(
                        Duration.ofHours(1),
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  @Test
  void whoeverClosesCanEndWhatRuns() throws Exception {
    CompletableFuture<Void> endless = CompletableFuture.runAsync(this::run);
    while (!endless.isDone()) {
      session.runs().end();
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> endless.get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InferenceException.class)
        .hasMessageContaining("terminate");
  }

  private void run() {
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.allocate(48 * 48), new long[] {1, 1, 48, 48});
        OnnxTensor output =
            OnnxTensor.createTensor(environment, FloatBuffer.allocate(7), new long[] {1, 7})) {
      session.runs().run(session.session(), Map.of("x", input), Map.of("y", output));
    } catch (OrtException e) {
      throw new InferenceException(String.valueOf(e.getMessage()), e);
    }
  }
}
