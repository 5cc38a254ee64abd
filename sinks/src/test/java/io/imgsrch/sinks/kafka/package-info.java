@NullMarked
package io.imgsrch.sinks.kafka;

import org.jspecify.annotations.NullMarked;
