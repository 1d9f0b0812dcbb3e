package io.github.deepfer.models.resnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
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
        .contains(new ProviderStatus("classifier", "resnet50v2", 10, Availability.AVAILABLE));
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(ResNet50V2ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(ResNet50V2ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
