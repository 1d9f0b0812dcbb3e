/** Faces and emotions of many pictures and videos on an Apache Spark cluster. */
@NullMarked
package io.github.deepfer.spark;

import org.jspecify.annotations.NullMarked;
