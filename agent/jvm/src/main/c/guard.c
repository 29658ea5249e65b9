/*
 * The part of the guard against sudden death that works in a JVM in which nothing else does: it needs no Java
 * heap, no new thread, no descriptor and no lock that a Java thread could hold. One thread of its own looks five
 * times a second for the signs of a JVM that is lost, and becomes the next life by execve where Java has allowed
 * that beforehand ("armed"). Java and this thread talk through one page of memory; its layout is below, and in
 * GuardPage.java. Linux on x86-64 and aarch64.
 *
 * Rules of this file: all it needs is set aside at the start; after that, no allocation, no stdio, no call into
 * the JVM, and of the C library only pthread_create (everything else goes to the kernel directly, so that neither
 * the GNU C library's symbol versions nor musl matter). What is not sure is never a reason to restart.
 */
#include <asm/unistd.h>
#include <jvmti.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the page ---------------------------------------------------------------------------------------------- */

enum slot {
  /* Java writes, the guard reads */
  BEAT,         /* raised by a Java thread five times a second, without allocating */
  TURN,         /* raised by the agent's loop about once a second: it can still allocate and work */
  ARMED,        /* 1 while policy, caps and vetoes allow a restart without duplexing */
  STANDING,     /* what Java is doing about it, see below */
  FILL,         /* part of the largest heap in use, in thousandths, at the last beat */
  SESSIONS,     /* that would be lost */
  ADDRESSES,    /* how many entries of the table of addresses count */
  CYCLE_MILLIS, /* in collections beside the application (ZGC, Shenandoah), since the start */
  CYCLES,       /* and how many of them */
  /* the guard writes, Java reads */
  KINDS = 16,   /* what is exhausted, bits of "enum kind"; 0 if nothing is */
  CRITICAL_AT,  /* since when, milliseconds since 1970; 0 if nothing is */
  SIGN_AT,      /* when the first sign of it was seen */
  HEAP_FAILURES, METASPACE_FAILURES, THREAD_FAILURES, FILE_FAILURES, /* since the start */
  GC_NANOS, GC_COUNT, GC_SHARE, /* pauses since the start; share of the last 5 s in thousandths */
  LOOKS,        /* of the guard's thread */
  ERROR,        /* of the last restart that failed, from the kernel */
  ABILITIES     /* events that the JVM gives: 1 heap, 2 threads, 4 collections */
};
enum kind { HEAP = 1, METASPACE = 2, THREADS = 4, FILES = 8, COLLECTING = 16, STALLING = 32 };
enum standing { ALONE, SUCCESSOR_AT_HAND, DUPLEXING, SWITCHING_OR_LATER };

#define PAGE 4096
#define TABLE 1024        /* where the addresses begin */
#define MAX_ADDRESSES 32
struct address {          /* of a socket to be kept */
  uint8_t ip[16];         /* IPv6, or IPv4 mapped into it; all zero for "any" of either family */
  uint32_t port;
  char text[76];          /* "host:port" as the next life is told, ends with zero */
};
_Static_assert(TABLE + MAX_ADDRESSES * sizeof(struct address) <= PAGE, "the table fits the page");

static union {
  int64_t slots[PAGE / 8];
  uint8_t bytes[PAGE];
} page __attribute__((aligned(PAGE)));

static int64_t get(enum slot s) { return __atomic_load_n(&page.slots[s], __ATOMIC_ACQUIRE); }
static void put(enum slot s, int64_t v) { __atomic_store_n(&page.slots[s], v, __ATOMIC_RELEASE); }
static void add(enum slot s, int64_t v) { __atomic_fetch_add(&page.slots[s], v, __ATOMIC_ACQ_REL); }

/* ---- the kernel -------------------------------------------------------------------------------------------- */

/* Returns what the kernel returns: a result, or an error number below zero. */
static long kernel6(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory", "cc");
  return x0;
#else
#error "only x86-64 and aarch64"
#endif
}

static long kernel(long number, long a, long b, long c, long d, long e) { return kernel6(number, a, b, c, d, e, 0); }

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define F_SETFD 2
#define FD_CLOEXEC 1
#define F_DUPFD_CLOEXEC 1030
#define EMFILE 24
#define SOL_SOCKET 1
#define SO_ACCEPTCONN 30
#define SO_TYPE 3
#define AF_INET 2
#define AF_INET6 10
#define SIG_SETMASK 2
#define KERNEL_SIGSET 8     /* bytes */

/* The JVM's signals are not for the guard's thread. The C library's own (32 to 34) must reach every thread: setuid
 * waits for that. */
static const uint64_t BLOCKED = ~(7ULL << 31);

#define RLIMIT_NOFILE 7
#define MOST_DESCRIPTORS (1 << 20)
#define CLOSE_RANGE_CLOEXEC 4

static int64_t clock_nanos(long clock) {
  int64_t time[2] = {0, 0};
  kernel(__NR_clock_gettime, clock, (long)time, 0, 0, 0);
  return time[0] * 1000000000LL + time[1];
}

static int64_t now_millis(void) { return clock_nanos(CLOCK_REALTIME) / 1000000; }

static void close_on_exec(long fd, int yes) { kernel(__NR_fcntl, fd, F_SETFD, yes ? FD_CLOEXEC : 0, 0, 0); }

/* ---- what the JVM tells ------------------------------------------------------------------------------------ */

/* Written by the thread that stops the others for a collection: one at a time. */
static int64_t gc_since, gc_depth;

/* Called by whichever thread was refused something. "Requested array size exceeds VM limit" is a program's
 * mistake in a healthy heap, and says nothing of the JVM. */
static void JNICALL on_exhausted(jvmtiEnv *jvmti, JNIEnv *jni, jint flags, const void *reserved, const char *text) {
  (void)jvmti, (void)jni, (void)reserved;
  if (flags & JVMTI_RESOURCE_EXHAUSTED_THREADS) {
    add(THREAD_FAILURES, 1);
  } else if (flags & JVMTI_RESOURCE_EXHAUSTED_JAVA_HEAP) {
    add(HEAP_FAILURES, 1);
  } else if (text != 0 && (text[0] == 'M' || text[0] == 'C')) { /* "Metaspace", "Compressed class space" */
    add(METASPACE_FAILURES, 1);
  }
}

static void JNICALL on_gc_start(jvmtiEnv *jvmti) {
  (void)jvmti;
  if (__atomic_fetch_add(&gc_depth, 1, __ATOMIC_ACQ_REL) == 0) { /* Shenandoah and ZGC may nest them */
    __atomic_store_n(&gc_since, clock_nanos(CLOCK_MONOTONIC), __ATOMIC_RELEASE);
    add(GC_COUNT, 1);
  }
}

static void JNICALL on_gc_finish(jvmtiEnv *jvmti) {
  (void)jvmti;
  if (__atomic_fetch_sub(&gc_depth, 1, __ATOMIC_ACQ_REL) == 1) {
    int64_t since = __atomic_exchange_n(&gc_since, 0, __ATOMIC_ACQ_REL);
    if (since != 0) add(GC_NANOS, clock_nanos(CLOCK_MONOTONIC) - since);
  }
}

/* Collected so far, with the collection that is under way. */
static int64_t gc_nanos(int64_t now) {
  int64_t since = __atomic_load_n(&gc_since, __ATOMIC_ACQUIRE);
  return get(GC_NANOS) + (since != 0 && now > since ? now - since : 0);
}

/* ---- the signs --------------------------------------------------------------------------------------------- */

#define LOOK_NANOS 200000000L
#define SECOND 5 /* looks */
#define KEPT 64  /* looks; more than the longest window */

struct look {
  int64_t at, gc_nanos, gc_count, cycle_millis, cycles;
  int fill;      /* -1 if there was no new beat */
  uint8_t heap, metaspace, threads;       /* the JVM was refused it since the look before */
  uint8_t no_thread, no_file;             /* and so was the guard */
};
static struct look looks[KEPT];
static int64_t taken; /* looks since the last gap */

static struct look *back(int64_t n) { return &looks[(taken - 1 - n) % KEPT]; }

#define COUNT(field, window)                                                  \
  ({                                                                          \
    int count_ = 0;                                                           \
    for (int64_t i_ = 0; i_ < (window) && i_ < taken; i_++) count_ += back(i_)->field != 0; \
    count_;                                                                   \
  })

/* Share of the time in collections over a window, in thousandths; 0 while it has not passed yet. */
static int64_t gc_share(int64_t window) {
  if (taken <= window) return 0;
  int64_t passed = back(0)->at - back(window)->at;
  return passed <= 0 ? 0 : (back(0)->gc_nanos - back(window)->gc_nanos) * 1000 / passed;
}

static int64_t gc_count(int64_t window) {
  return taken <= window ? 0 : back(0)->gc_count - back(window)->gc_count;
}

/* A collector that works beside the application stops nobody: who wants memory waits for it. Cycle after cycle
 * with no pause between is its form of collecting all the time. */
static int always_cycles(int64_t window) {
  if (taken <= window) return 0;
  int64_t passed = (back(0)->at - back(window)->at) / 1000000;
  return back(0)->cycles - back(window)->cycles >= 3 &&
         (back(0)->cycle_millis - back(window)->cycle_millis) * 10 >= passed * 8;
}

/* The least that the heap was filled over a window: near the live set, when there are collections. -1: not known. */
static int least_fill(int64_t window) {
  int least = -1;
  for (int64_t i = 0; i < window && i < taken; i++) {
    int fill = back(i)->fill;
    if (fill >= 0 && (least < 0 || fill < least)) least = fill;
  }
  return least;
}

static int64_t seen_beat, beat_stands, seen_turn, turn_stands; /* the latter in looks */

static int64_t last_fill;

/* The heap counts as full where Java says so. Where it says nothing any more, its last word counts: on a starved
 * machine the beat may stand for seconds in a program that asks for one array too large, again and again, and
 * whose heap is not full. Only a long silence is a word of its own. */
static int heap_is_full(void) {
  int fill = least_fill(2 * SECOND);
  return fill >= 0 ? fill >= 850 : last_fill >= 850 || beat_stands >= 8 * SECOND;
}

static int judge(void) {
  int kinds = 0;
  if (COUNT(no_file, 5 * SECOND) >= 4 * SECOND) kinds |= FILES;
  if (COUNT(no_thread, 2 * SECOND) >= SECOND) kinds |= THREADS;
  if (COUNT(metaspace, 10 * SECOND) >= 4) kinds |= METASPACE;
  if (seen_beat == 0 || !heap_is_full()) return kinds; /* Java is not there yet: it has not agreed to anything */
  int refused = COUNT(heap, 10 * SECOND);
  int storm = COUNT(heap, 5 * SECOND) >= SECOND;
  int strangled = refused > 0 && gc_share(5 * SECOND) >= 800 && gc_count(5 * SECOND) >= 3;
  /* Not just still, as under a debugger or a heap dump: still and collecting. */
  int frozen = refused > 0 && beat_stands >= 5 * SECOND && (gc_count(5 * SECOND) > 0 || gc_share(5 * SECOND) > 500);
  if (storm || strangled || frozen) kinds |= HEAP;
  /* One collection may take long in a large heap and end well. Many, with hardly anything between, do not. */
  if (gc_share(8 * SECOND) >= 900 && gc_count(8 * SECOND) >= 5) kinds |= COLLECTING;
  /* A full heap in which one cycle follows the other may serve well for ever: as many cycles in a second as there is
   * garbage for. It is lost where somebody got no memory, or waits for it for long. The agent's loop comes about once
   * a second, and each few where the cluster does not answer. */
  int waited_for = refused > 0 || (seen_turn != 0 && turn_stands >= 8 * SECOND);
  if (waited_for && always_cycles(8 * SECOND) && least_fill(8 * SECOND) >= 950) kinds |= STALLING;
  return kinds;
}

/* ---- trying what others were refused ----------------------------------------------------------------------- */

static pthread_attr_t *attributes(size_t stack) {
  /* Larger than the type of any C library. */
  static union { pthread_attr_t attr; uint8_t bytes[256]; } room;
  pthread_attr_init(&room.attr);
  pthread_attr_setdetachstate(&room.attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&room.attr, stack);
  return &room.attr;
}

static void *nothing(void *argument) { return argument; }

static int no_thread_to_be_had(void) {
  pthread_t thread;
  return pthread_create(&thread, attributes(1 << 20), nothing, 0) != 0;
}

static int no_descriptor_to_be_had(void) {
  long fd = kernel(__NR_fcntl, 0, F_DUPFD_CLOEXEC, 0, 0, 0);
  if (fd >= 0) kernel(__NR_close, fd, 0, 0, 0, 0);
  /* ENFILE is the whole machine's lack, and not mended here; EBADF says that descriptor 0 is closed. */
  return fd == -EMFILE;
}

/* ---- the next life ----------------------------------------------------------------------------------------- */

static struct {
  char *program, **arguments, **environment; /* the latter with two places free at its end */
  const char *note;                          /* "NAME=" and what is known beforehand */
  int variables;
} life;
static int prepared; /* 1 once "life" is whole */

static char sockets_variable[64 + MAX_ADDRESSES * 96] = "PERENNIAL_INHERITED_SOCKETS=";
static char note_variable[1536];
static int kept[MAX_ADDRESSES], kept_count;
static int64_t kept_inodes[MAX_ADDRESSES];

struct text { char *at, *end; };

static void append(struct text *to, const char *from) {
  while (*from != 0 && to->at < to->end - 1) *to->at++ = *from++;
  *to->at = 0;
}

static void append_number(struct text *to, int64_t number) {
  char digits[24];
  int n = sizeof digits;
  digits[--n] = 0;
  uint64_t rest = number < 0 ? 0 : (uint64_t)number;
  do digits[--n] = (char)('0' + rest % 10); while ((rest /= 10) != 0);
  append(to, digits + n);
}

static int listens(long fd, long option) {
  int32_t value = 0, length = 4;
  return kernel(__NR_getsockopt, fd, SOL_SOCKET, option, (long)&value, (long)&length) == 0 ? value : 0;
}

/* Returns where in the table the socket's address is, or -1. */
static int address_of(long fd) {
  uint8_t name[128];
  int32_t length = sizeof name;
  if (kernel(__NR_getsockname, fd, (long)name, (long)&length, 0, 0) != 0) return -1;
  int family = name[0] | name[1] << 8;
  uint8_t ip[16] = {0};
  int any = 1;
  if (family == AF_INET) {
    for (int i = 0; i < 4; i++) { ip[12 + i] = name[4 + i]; any &= ip[12 + i] == 0; }
    if (!any) ip[10] = ip[11] = 0xff;
  } else if (family == AF_INET6) {
    for (int i = 0; i < 16; i++) ip[i] = name[8 + i];
  } else {
    return -1;
  }
  uint32_t port = (uint32_t)name[2] << 8 | name[3];
  struct address *table = (struct address *)(page.bytes + TABLE);
  int64_t count = get(ADDRESSES);
  for (int i = 0; i < count && i < MAX_ADDRESSES; i++) {
    int same = table[i].port == port;
    for (int b = 0; b < 16; b++) same &= table[i].ip[b] == ip[b];
    if (same) return i;
  }
  return -1;
}

static long highest_descriptor(void) {
  uint64_t limit[2] = {0, 0};
  long failed = kernel(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, (long)limit, 0);
  return failed != 0 || limit[0] > MOST_DESCRIPTORS ? MOST_DESCRIPTORS : (long)limit[0];
}

/* Finds the sockets to be kept among all descriptors: reading /proc would need one. Each is kept once, however
 * many descriptors it has. */
static void find_sockets(long highest, int64_t pid) {
  struct text text = {sockets_variable, sockets_variable + sizeof sockets_variable};
  append(&text, "PERENNIAL_INHERITED_SOCKETS=");
  append_number(&text, pid);
  append(&text, ";");
  kept_count = 0;
  for (long fd = 3; fd < highest && kept_count < MAX_ADDRESSES; fd++) {
    if (listens(fd, SO_ACCEPTCONN) != 1 || listens(fd, SO_TYPE) != 1) continue;
    int at = address_of(fd);
    if (at < 0) continue;
    int64_t inode = 0;
    int64_t status[32] = {0};
    if (kernel(__NR_fstat, fd, (long)status, 0, 0, 0) == 0) inode = status[1]; /* st_ino, on both architectures */
    int known = 0;
    for (int i = 0; i < kept_count; i++) known |= inode != 0 && kept_inodes[i] == inode;
    if (known) continue;
    if (kept_count > 0) append(&text, ",");
    append_number(&text, fd);
    append(&text, ":");
    append(&text, ((struct address *)(page.bytes + TABLE))[at].text);
    kept_inodes[kept_count] = inode;
    kept[kept_count++] = (int)fd;
    kernel(__NR_listen, fd, 1 << 16, 0, 0, 0); /* nobody accepts for a while: the longest queue there is */
  }
}

static void write_note(int kinds, int64_t pid) {
  struct text text = {note_variable, note_variable + sizeof note_variable};
  int64_t fields[] = {pid, get(SIGN_AT), get(CRITICAL_AT), now_millis(), kinds, get(SESSIONS), get(HEAP_FAILURES),
                      get(METASPACE_FAILURES), get(THREAD_FAILURES), get(FILE_FAILURES), gc_share(5 * SECOND)};
  append(&text, life.note);
  for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    append(&text, ";");
    append_number(&text, fields[i]);
  }
}

/* Becomes the next life; returns only if that failed, and then the JVM runs on as it was. */
static void become(int kinds) {
  int64_t pid = kernel(__NR_getpid, 0, 0, 0, 0, 0);
  long highest = highest_descriptor();
  find_sockets(highest, pid);
  write_note(kinds, pid);
  life.environment[life.variables] = sockets_variable;
  life.environment[life.variables + 1] = note_variable;
  life.environment[life.variables + 2] = 0;
  if (kernel(__NR_close_range, 3, 0x7fffffff, CLOSE_RANGE_CLOEXEC, 0, 0) != 0) { /* a kernel before 5.11 */
    for (long fd = 3; fd < highest; fd++) close_on_exec(fd, 1);
  }
  for (int i = 0; i < kept_count; i++) close_on_exec(kept[i], 0);
  uint64_t none = 0;
  kernel(__NR_rt_sigprocmask, SIG_SETMASK, (long)&none, 0, KERNEL_SIGSET, 0); /* a mask outlives exec */
  long error = kernel(__NR_execve, (long)life.program, (long)life.arguments, (long)life.environment, 0, 0);
  kernel(__NR_rt_sigprocmask, SIG_SETMASK, (long)&BLOCKED, 0, KERNEL_SIGSET, 0);
  for (int i = 0; i < kept_count; i++) close_on_exec(kept[i], 1);
  put(ERROR, -error);
}

/* ---- the thread -------------------------------------------------------------------------------------------- */

/* How long a critical state must have lasted before it is ended by force, in looks. A full heap does not get
 * better; a lack of threads or descriptors may be a flood of clients that passes, and who waits for memory at
 * times still serves. */
static int64_t patience(int kinds) {
  int64_t least = 25 * SECOND;
  if (kinds & THREADS && least > 15 * SECOND) least = 15 * SECOND;
  if (kinds & METASPACE && least > 10 * SECOND) least = 10 * SECOND;
  if (kinds & (HEAP | COLLECTING)) least = 2 * SECOND;
  return least;
}

/* How long Java is left to bring the state to a successor. Words of a Java that does nothing more do not count. */
static int64_t time_to_duplex(void) {
  if (turn_stands >= 10 * SECOND || beat_stands >= 5 * SECOND) return 0;
  switch (get(STANDING)) {
    case SUCCESSOR_AT_HAND: return 10 * SECOND;
    case DUPLEXING: return 60 * SECOND;
    case SWITCHING_OR_LATER: return 180 * SECOND;
    default: return 0;
  }
}

static int64_t seen_heap, seen_metaspace, seen_threads;
static int64_t critical_looks, calm_looks, quiet_looks, next_try;

static int since_last(enum slot s, int64_t *seen) {
  int64_t now = get(s);
  int more = now != *seen;
  *seen = now;
  return more;
}

static void take_look(int64_t now) {
  struct look *look = &looks[taken % KEPT];
  look->at = now;
  look->gc_nanos = gc_nanos(now);
  look->gc_count = get(GC_COUNT);
  look->cycle_millis = get(CYCLE_MILLIS);
  look->cycles = get(CYCLES);
  look->heap = (uint8_t)since_last(HEAP_FAILURES, &seen_heap);
  look->metaspace = (uint8_t)since_last(METASPACE_FAILURES, &seen_metaspace);
  look->threads = (uint8_t)since_last(THREAD_FAILURES, &seen_threads);
  beat_stands = since_last(BEAT, &seen_beat) ? 0 : beat_stands + 1;
  turn_stands = since_last(TURN, &seen_turn) ? 0 : turn_stands + 1;
  look->fill = beat_stands == 0 ? (int)get(FILL) : -1;
  if (look->fill >= 0) last_fill = look->fill;
  look->no_file = (uint8_t)no_descriptor_to_be_had();
  if (look->no_file) add(FILE_FAILURES, 1);
  look->no_thread = 0;
  taken++;
  /* A thread is tried only while somebody was refused one: it would be the last that another could have had. */
  int doubted = COUNT(threads, 10 * SECOND) > 0 || (taken > 1 && back(1)->no_thread);
  look->no_thread = (uint8_t)(doubted && no_thread_to_be_had());
}

static void note_signs(void) {
  struct look *look = back(0);
  int sign = look->heap || look->metaspace || look->threads || look->no_thread || look->no_file ||
             gc_share(SECOND) >= 900;
  quiet_looks = sign ? 0 : quiet_looks + 1;
  if (sign && get(SIGN_AT) == 0) put(SIGN_AT, now_millis());
  if (quiet_looks > 10 * SECOND && get(CRITICAL_AT) == 0) put(SIGN_AT, 0);
}

static void decide(void) {
  int kinds = judge();
  put(KINDS, kinds);
  put(GC_SHARE, gc_share(5 * SECOND));
  calm_looks = kinds != 0 ? 0 : calm_looks + 1;
  if (kinds != 0 && get(CRITICAL_AT) == 0) put(CRITICAL_AT, now_millis());
  if (calm_looks > 10 * SECOND) {
    put(CRITICAL_AT, 0);
    critical_looks = next_try = 0;
  }
  if (kinds == 0) return;
  critical_looks++;
  int64_t wait = patience(kinds), given = time_to_duplex();
  if (given > wait) wait = given;
  if (critical_looks < wait || critical_looks < next_try) return;
  if (get(ARMED) != 1 || !__atomic_load_n(&prepared, __ATOMIC_ACQUIRE)) return;
  become(kinds);
  next_try = critical_looks + 10 * SECOND; /* it failed; what stood against it may pass */
}

static void *watch(void *unused) {
  (void)unused;
  int64_t last = clock_nanos(CLOCK_MONOTONIC);
  while (1) {
    int64_t pause[2] = {0, LOOK_NANOS};
    kernel(__NR_nanosleep, (long)pause, 0, 0, 0, 0);
    int64_t now = clock_nanos(CLOCK_MONOTONIC);
    if (now - last > 15 * LOOK_NANOS) { /* stopped by a signal or a hypervisor: what was seen before says nothing */
      taken = 0;
      beat_stands = turn_stands = critical_looks = 0;
    }
    last = now;
    take_look(now);
    note_signs();
    decide();
    add(LOOKS, 1);
  }
  return 0;
}

/* ---- Java's way in ----------------------------------------------------------------------------------------- */

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
  (void)reserved;
  jvmtiEnv *jvmti = 0;
  if ((*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_1_2) != JNI_OK || jvmti == 0) return JNI_VERSION_1_8;
  /* Of a size of its own: the type grows with the JDK, and the library is to be the same built with any. */
  static void *room[64];
  jvmtiEventCallbacks *callbacks = (jvmtiEventCallbacks *)room;
  callbacks->ResourceExhausted = on_exhausted;
  callbacks->GarbageCollectionStart = on_gc_start;
  callbacks->GarbageCollectionFinish = on_gc_finish;
  jint known = (jint)(offsetof(jvmtiEventCallbacks, GarbageCollectionFinish) + sizeof(void *));
  if ((*jvmti)->SetEventCallbacks(jvmti, callbacks, known) != JVMTI_ERROR_NONE) return JNI_VERSION_1_8;
  /* One by one: a JVM that does not give one of them gives the others. */
  for (int ability = 1; ability <= 4; ability *= 2) {
    jvmtiCapabilities wanted;
    for (unsigned i = 0; i < sizeof wanted; i++) ((volatile char *)&wanted)[i] = 0;
    wanted.can_generate_resource_exhaustion_heap_events = ability == 1;
    wanted.can_generate_resource_exhaustion_threads_events = ability == 2;
    wanted.can_generate_garbage_collection_events = ability == 4;
    if ((*jvmti)->AddCapabilities(jvmti, &wanted) == JVMTI_ERROR_NONE) put(ABILITIES, get(ABILITIES) | ability);
  }
  if (get(ABILITIES) & 3) (*jvmti)->SetEventNotificationMode(jvmti, JVMTI_ENABLE, JVMTI_EVENT_RESOURCE_EXHAUSTED, 0);
  if (get(ABILITIES) & 4) {
    (*jvmti)->SetEventNotificationMode(jvmti, JVMTI_ENABLE, JVMTI_EVENT_GARBAGE_COLLECTION_START, 0);
    (*jvmti)->SetEventNotificationMode(jvmti, JVMTI_ENABLE, JVMTI_EVENT_GARBAGE_COLLECTION_FINISH, 0);
  }
  return JNI_VERSION_1_8;
}

/* Starts the thread and returns the page; null if no thread is to be had. To be called once. */
JNIEXPORT jobject JNICALL Java_dev_perennial_agent_guard_NativeGuard_start(JNIEnv *jni, jclass type) {
  (void)type;
  uint64_t before = 0;
  kernel(__NR_rt_sigprocmask, SIG_SETMASK, (long)&BLOCKED, (long)&before, KERNEL_SIGSET, 0); /* inherited */
  pthread_t thread;
  int failed = pthread_create(&thread, attributes(256 << 10), watch, 0);
  kernel(__NR_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, KERNEL_SIGSET, 0);
  return failed ? 0 : (*jni)->NewDirectByteBuffer(jni, page.bytes, PAGE);
}

/* Takes over how the next life is started: two numbers (arguments, variables), then strings that end with zero:
 * the program, its arguments, the environment, and the beginning of the note's variable. Returns 0, or why not:
 * 1 no memory, 2 not of this form, 3 done before. To be called once, by one thread. */
JNIEXPORT jint JNICALL Java_dev_perennial_agent_guard_NativeGuard_prepare(JNIEnv *jni, jclass type, jbyteArray from) {
  (void)type;
  if (prepared) return 3;
  jsize length = (*jni)->GetArrayLength(jni, from);
  int32_t counts[2];
  if (length < (jsize)sizeof counts) return 2;
  (*jni)->GetByteArrayRegion(jni, from, 0, sizeof counts, (jbyte *)counts);
  long arguments = counts[0], variables = counts[1];
  if (arguments < 1 || variables < 0 || arguments > length || variables > length) return 2;
  long pointers = (arguments + 1 + variables + 3) * (long)sizeof(char *);
  long block = kernel6(__NR_mmap, 0, pointers + length + 1, 3 /* read, write */, 0x22 /* private, anonymous */, -1, 0);
  if (block < 0 && block > -4096) return 1;
  char *text = (char *)block + pointers, *end = text + length - sizeof counts;
  (*jni)->GetByteArrayRegion(jni, from, sizeof counts, length - (jsize)sizeof counts, (jbyte *)text);
  char **pointer = (char **)block;
  life.program = text;
  life.arguments = pointer;
  life.environment = pointer + arguments + 1;
  life.variables = (int)variables;
  for (long i = 0; i < 1 + arguments + variables + 1; i++) {
    if (text >= end) return 2;
    if (i > 0 && i <= arguments) life.arguments[i - 1] = text;
    if (i > arguments && i <= arguments + variables) life.environment[i - 1 - arguments] = text;
    if (i == 1 + arguments + variables) life.note = text;
    while (*text != 0) text++; /* ends: the block has one more zero than the text */
    text++;
  }
  __atomic_store_n(&prepared, 1, __ATOMIC_RELEASE);
  return 0;
}
