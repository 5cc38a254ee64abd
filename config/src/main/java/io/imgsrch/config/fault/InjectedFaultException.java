package io.imgsrch.config.fault;

/** A failure that was asked for. */
public final class InjectedFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InjectedFaultException(Failpoint place, String what) {
    super("Injected fault: " + place + " " + what);
  }
}
