/** The face detector's net as a model file. */
module io.github.deepfer.models.face {
  requires transitive io.github.deepfer.api;

  exports io.github.deepfer.models.face;

  // Model.ofResource reads the file that lies in this package.
  opens io.github.deepfer.models.face to
      io.github.deepfer.api;
}
