package io.github.deepfer.models.resnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class ResNet50V2ModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new ResNet50V2ModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .filteredOn(status -> status.id().equals("resnet50v2"))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.kind()).isEqualTo(ProviderKind.CLASSIFIER);
              assertThat(status.priority()).isEqualTo(10);
              // The model is there; what runs it is another artifact.
              assertThat(status.availability().toString()).contains("add", "fer-onnx");
            });
    assertThat(provider().availability()).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(ResNet50V2ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(ResNet50V2ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
