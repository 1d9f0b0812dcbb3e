package io.github.deepfer.models.cnn.quantized;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class CnnInt8ModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new CnnInt8ModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .filteredOn(status -> status.id().equals("cnn-int8"))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.kind()).isEqualTo(ProviderKind.CLASSIFIER);
              assertThat(status.priority()).isEqualTo(20);
              // The model is there; what runs it is another artifact.
              assertThat(status.availability().toString()).contains("add", "fer-onnx");
            });
    assertThat(provider().availability()).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(CnnInt8ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(CnnInt8ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
