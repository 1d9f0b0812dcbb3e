package io.github.deepfer.examples.web;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.report.json.AnalysisJson;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a picture with its faces. */
@WebServlet("/faces")
public class FacesServlet extends HttpServlet {
  private transient Pipeline pipeline;

  @Override
  public void init() {
    pipeline = Pipeline.create();
  }

  @Override
  public void destroy() {
    pipeline.close();
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Analysis analysis = pipeline.analyze(Image.decode(request.getInputStream()));
      response.setContentType("application/json");
      response.setCharacterEncoding("UTF-8");
      response.getWriter().write(AnalysisJson.text(analysis));
    } catch (ImageException e) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
    }
  }
}
