package io.github.deepfer.cli.serve;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * What asks a process to stop. A shutdown hook comes too late for a server that shall finish its
 * requests: all hooks run at once, and one of them closes ONNX Runtime under the running analyses.
 *
 * <p>By reflection, since the compiler warns of {@code sun.misc.Signal}, which has no successor.
 */
final class Signals {
  private Signals() {}

  /** Runs an action at the first Ctrl-C or SIGTERM; the second ends the process at once. */
  static void onStop(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      var handle = signal.getMethod("handle", signal, handler);
      Object byDefault = handler.getField("SIG_DFL").get(null);
      InvocationHandler first =
          (proxy, method, arguments) -> {
            handle.invoke(null, arguments[0], byDefault);
            action.run();
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, first);
      for (String name : new String[] {"INT", "TERM"}) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM cannot tell when it shall stop", e);
    }
  }
}
