/**
 * What every detector, classifier and provider must do, as JUnit classes: a backend's test extends
 * the contract and supplies the subject, nothing else. Pictures come with the kit and are decoded
 * without any backend.
 *
 * <p>A method that answers whether the subject can do something is a gate. It is checked both ways:
 * a subject that lacks what it claims fails, and so does one that has what it denies.
 */
@NullMarked
package io.github.deepfer.testkit;

import org.jspecify.annotations.NullMarked;
