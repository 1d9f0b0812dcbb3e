package io.github.deepfer.models.cnn.quantized;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;

class CnnInt8ModelProviderTest extends ShippedModelContract {
  CnnInt8ModelProviderTest() {
    super(ProviderKind.CLASSIFIER, 20);
  }

  @Override
  protected ModelProvider provider() {
    return new CnnInt8ModelProvider();
  }
}
