package io.github.deepfer.report.json;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.github.deepfer.api.Analysis;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a Spring application answers that returns results as they are. */
class SpringTest {
  /** As a user would write it. */
  @RestController
  public static class Faces {
    @GetMapping("/faces")
    public Analysis faces() {
      return JacksonTest.ANALYSIS;
    }
  }

  @Test
  void aControllerAnswersJson() throws Exception {
    String body =
        MockMvcBuilders.standaloneSetup(new Faces())
            .build()
            .perform(get("/faces").accept(MediaType.APPLICATION_JSON))
            .andExpect(status().isOk())
            .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_JSON))
            .andReturn()
            .getResponse()
            .getContentAsString();
    JacksonTest.assertDocumented(body);
  }
}
