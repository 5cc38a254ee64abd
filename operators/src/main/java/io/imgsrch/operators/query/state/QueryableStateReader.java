package io.imgsrch.operators.query.state;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.InFlight;
import io.imgsrch.operators.query.Failures;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.queryablestate.client.QueryableStateClient;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;

/**
 * Reads the validity job's queryable state. The only class that knows Flink's client for it, which
 * is deprecated without a successor.
 *
 * <p>A read ends within its timeout, retries included: a call may hang without an error while a
 * task manager is down, so that a first attempt gets half of the time. The proxies are tried in
 * turn, from the one that answered last, because a proxy knows only the jobs that run on its task
 * manager. While reads keep failing, most of them fail at once.
 */
public final class QueryableStateReader implements ValidityReader {
  private static final int MAX_WAITING = 65_536;
  private static final int MAX_FAILURES = 32;
  private static final Duration BREAK = Duration.ofSeconds(1);
  private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LOOKUP_PAUSE = Duration.ofSeconds(1);

  private final List<QueryableStateClient> proxies = new ArrayList<>();
  private final Duration timeout;
  private final InFlight inFlight;
  private final JobLookup job;
  private final Breaker breaker = new Breaker(MAX_FAILURES, BREAK, System::nanoTime);
  private final Deadlines deadlines = new Deadlines("imgsrch-state-deadlines");
  private volatile int preferred;
