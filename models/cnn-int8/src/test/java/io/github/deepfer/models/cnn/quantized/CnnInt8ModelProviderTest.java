package io.github.deepfer.models.cnn.quantized;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
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
        .contains(new ProviderStatus("classifier", "cnn-int8", 20, Availability.AVAILABLE));
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(CnnInt8ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(CnnInt8ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
