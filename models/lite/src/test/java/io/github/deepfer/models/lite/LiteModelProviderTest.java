package io.github.deepfer.models.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class LiteModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new LiteModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .filteredOn(status -> status.id().equals("lite"))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.kind()).isEqualTo(ProviderKind.CLASSIFIER);
              assertThat(status.priority()).isEqualTo(50);
              // The model is there; what runs it is another artifact.
              assertThat(status.availability().toString()).contains("add", "fer-onnx");
            });
    assertThat(provider().availability()).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(LiteModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(LiteModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
