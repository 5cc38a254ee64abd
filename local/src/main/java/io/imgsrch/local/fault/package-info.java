/** Faults between the jobs and what they talk to. */
@NullMarked
package io.imgsrch.local.fault;

import org.jspecify.annotations.NullMarked;
