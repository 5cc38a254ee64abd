package io.imgsrch.operators.registry;

import io.imgsrch.config.event.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A picture's verdict, as it is remembered; a picture without one is pending.
 *
 * @param reason null when ready, else why the picture is bad
 * @param message empty when ready
 */
public record Standing(@Nullable Reason reason, String message) {}
