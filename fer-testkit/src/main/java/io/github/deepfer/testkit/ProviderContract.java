package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.api.spi.DetectorBackend;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Provider;
import io.github.deepfer.api.spi.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Provider} must do. Backends and models extend the contract of their kind:
 * {@link FaceDetectorProviderContract}, {@link ClassifierBackendContract}, {@link
 * ModelProviderContract}.
 */
public abstract class ProviderContract {
  private static final Map<Class<? extends Provider>, ProviderKind> KINDS =
      Map.of(
          FaceDetectorProvider.class, ProviderKind.DETECTOR,
          DetectorBackend.class, ProviderKind.DETECTOR_BACKEND,
          ClassifierBackend.class, ProviderKind.CLASSIFIER_BACKEND,
          ImageDecoderProvider.class, ProviderKind.IMAGE_DECODER);

  /** For subclasses. */
  protected ProviderContract() {}

  /**
   * The subject, made as {@link java.util.ServiceLoader} makes it: with its public constructor.
   *
   * @return a new provider
   */
  protected abstract Provider provider();

  @Test
  void isDiscovered() {
    Provider subject = provider();
    List<ProviderStatus> found =
        Pipeline.providers().stream()
            .filter(status -> status.kind() == kindOf(subject))
            .filter(status -> status.id().equals(subject.id()))
            .toList();
    assertThat(found)
        .as(
            "%s providers discovered with the id %s; declare it under META-INF/services and in"
                + " module-info",
            kindOf(subject), subject.id())
        .singleElement()
        .satisfies(status -> assertThat(status.priority()).isEqualTo(subject.priority()));
  }

  @Test
  void idIsPlainAscii() {
    assertThat(provider().id()).matches("[a-z0-9][a-z0-9._-]*");
    assertThat(provider().id()).as("id of a second instance").isEqualTo(provider().id());
  }

  @Test
  void availabilityGivesAnAnswerOrAReason() {
    Availability availability = provider().availability();
    if (availability instanceof Availability.Unavailable unavailable) {
      assertThat(unavailable.reason()).as("reason for being unavailable").isNotBlank();
    }
    assertThat(provider().availability()).as("second answer").isEqualTo(availability);
  }

  private static ProviderKind kindOf(Provider subject) {
    if (subject instanceof ModelProvider model) {
      return model.task() == Task.DETECT ? ProviderKind.DETECTOR : ProviderKind.CLASSIFIER;
    }
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getKey().isInstance(subject))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }
}
