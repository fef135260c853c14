// What code can reach beyond its arguments: one row a capability, the names that give it, and the words for people.
//
// A row says when a file has a capability, not that it is wrong. A change is judged by the rows that it adds.

export interface Capability {
  /** A verb phrase for people: "It …". */
  readonly words: string;
  /** Modules that give it as a whole. */
  readonly modules: ReadonlySet<string>;
  /** Full paths below a module; what is below them counts, too. A call is `()`. */
  readonly names: ReadonlySet<string>;
  /** Built-in names. */
  readonly builtins: ReadonlySet<string>;
  /** Attributes of any object. */
  readonly attributes: ReadonlySet<string>;
}

export type CapabilityName = keyof typeof capabilities;

export const capabilities = {
  processes: row('starts or signals processes', {
    modules:
      'subprocess multiprocessing _posixsubprocess _multiprocessing _winapi pty pexpect sh plumbum psutil ptyprocess asyncio.subprocess',
    names: `os.system os.popen os.fork os.forkpty os.kill os.killpg os.startfile os.setsid os.pidfd_open os.wait os.waitpid
      os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.posix_spawn os.posix_spawnp
      os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe distutils.spawn
      asyncio.create_subprocess_exec asyncio.create_subprocess_shell concurrent.futures.ProcessPoolExecutor concurrent.futures.process`,
    attributes: 'subprocess_exec subprocess_shell',
  }),
  network: row('reaches the network', {
    modules: `socket _socket ssl _ssl select selectors socketserver asyncore asynchat http.client http.server urllib.request urllib.robotparser
      xmlrpc ftplib smtplib smtpd poplib imaplib nntplib telnetlib webbrowser wsgiref.simple_server asyncio.streams
      requests httpx httpcore aiohttp urllib3 urllib2 httplib httplib2 websocket websockets paramiko pycurl grpc boto3 botocore redis pymongo
      psycopg psycopg2 pymysql zmq pika kafka dns treq six.moves.urllib.request six.moves.http_client`,
    names: 'asyncio.open_connection asyncio.start_server asyncio.open_unix_connection asyncio.start_unix_server',
    attributes: 'create_connection create_server create_datagram_endpoint create_unix_connection create_unix_server',
  }),
  environment: row('asks about its environment', {
    modules: 'site sysconfig distutils.sysconfig pwd grp getpass dotenv environs decouple __main__',
    names: `os.environ os.environb os.getenv os.getenvb os.putenv os.unsetenv os.getlogin os.getuid os.geteuid os.getgid os.getegid
      os.getpid os.getppid os.getpgid os.uname os.path.expandvars os.chdir os.fchdir os.chroot os.umask
      sys.argv sys.orig_argv sys.flags sys.warnoptions sys._xoptions sys.executable platform.node platform.uname`,
    builtins: '__debug__',
  }),
  clock: row('reads the clock', {
    modules: 'sched',
    names: `time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns time.process_time
      time.process_time_ns time.thread_time time.thread_time_ns time.clock_gettime time.clock_gettime_ns time.localtime time.gmtime
      time.ctime time.asctime time.strftime datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
      email.utils.localtime django.utils.timezone.now django.utils.timezone.localdate pendulum.now arrow.now arrow.utcnow
      asyncio.get_event_loop().time asyncio.get_running_loop().time asyncio.new_event_loop().time os.times`,
    attributes: 'utcnow',
  }),
  chance: row('depends on chance', {
    modules: 'random secrets numpy.random _random',
    names: 'uuid.uuid1 uuid.uuid4 os.urandom os.getrandom ssl.RAND_bytes',
  }),
  callers: row('looks at who is calling', {
    modules: 'gc bdb pdb trace',
    names: `inspect.stack inspect.trace inspect.currentframe inspect.getframeinfo inspect.getouterframes inspect.getinnerframes
      sys._getframe sys._getframemodulename sys._current_frames sys._current_exceptions sys.settrace sys.setprofile sys.gettrace
      sys.getprofile sys.call_tracing sys.monitoring sys.addaudithook threading.settrace threading.setprofile
      traceback.extract_stack traceback.walk_stack traceback.walk_tb traceback.format_stack traceback.print_stack
      traceback.StackSummary`,
    builtins: 'breakpoint',
    attributes: `f_back f_locals f_globals f_builtins f_code f_trace tb_frame gi_frame cr_frame ag_frame findCaller`,
  }),
  'code at run time': row('runs code that is made at run time', {
    modules: 'code codeop runpy timeit profile cProfile _testcapi',
    names:
      'types.FunctionType() types.CodeType() types.LambdaType() typing.get_type_hints typing_extensions.get_type_hints typing.ForwardRef() jinja2.Template mako.template',
    builtins: 'exec eval compile execfile',
  }),
  imports: row('imports by name or changes how modules are found', {
    modules:
      'imp _imp zipimport pkgutil pkg_resources importlib.util importlib.machinery importlib.abc importlib._bootstrap _frozen_importlib stevedore',
    names: `importlib.import_module importlib.reload importlib.invalidate_caches importlib.__import__ importlib.metadata.entry_points
      sys.modules sys.path sys.meta_path sys.path_hooks sys.path_importer_cache sys.dont_write_bytecode pydoc.locate pydoc.importfile
      pydoc.safeimport django.utils.module_loading werkzeug.utils.import_string`,
    builtins: '__import__ __loader__ __spec__',
    attributes: '__import__ __loader__ exec_module load_module create_module',
  }),
  internals: row('reaches into functions, classes or modules', {
    names: 'weakref.getweakrefs inspect.getattr_static inspect.getclosurevars inspect.getmembers_static',
    builtins: '__builtins__ globals locals',
    attributes:
      '__code__ __globals__ __closure__ __builtins__ __subclasses__ cell_contents func_globals func_code co_consts',
  }),
  'native memory': row('reaches native code or memory', {
    modules: 'ctypes _ctypes cffi _cffi_backend mmap numpy.ctypeslib cppyy',
  }),
  exits: row('ends the process, or runs code at its end', {
    modules: 'atexit',
    names: 'sys.exit os._exit os.abort os.register_at_fork weakref.finalize threading._register_atexit',
    builtins: 'exit quit',
  }),
  threads: row('starts threads or handles signals', {
    modules: '_thread concurrent.futures.thread faulthandler _signal',
    names: `threading.Thread threading.Timer concurrent.futures.ThreadPoolExecutor signal.signal signal.sigwait signal.alarm
      signal.setitimer signal.siginterrupt signal.set_wakeup_fd signal.pthread_kill signal.raise_signal signal.pidfd_send_signal`,
    attributes: 'add_signal_handler',
  }),
  writes: row('writes files', {
    modules: 'tempfile sqlite3 dbm posix nt _io mailbox syslog',
    names: `os.remove os.unlink os.rename os.renames os.replace os.rmdir os.removedirs os.mkdir os.makedirs os.chmod os.fchmod os.lchmod
      os.chown os.fchown os.lchown os.link os.symlink os.truncate os.ftruncate os.write os.writev os.pwrite os.open os.fdopen os.mkfifo
      os.mknod os.utime os.dup os.dup2 os.pipe os.sendfile os.copy_file_range shutil.copy shutil.copy2 shutil.copyfile
      shutil.copyfileobj shutil.copytree shutil.copymode shutil.copystat shutil.rmtree shutil.move shutil.chown shutil.make_archive
      shutil.unpack_archive pathlib.Path().touch pathlib.Path().rename pathlib.Path().replace pathlib.Path().chmod io.FileIO
      io.open_code`,
    attributes: 'write_text write_bytes unlink rmdir mkdir symlink_to hardlink_to extractall',
  }),
  reads: row('reads files', {
    modules: 'linecache fileinput importlib.resources glob filecmp',
    names: `os.listdir os.scandir os.walk os.fwalk os.stat os.lstat os.access os.read os.readlink os.get_terminal_size os.path.exists
      os.path.isfile os.path.isdir os.path.getmtime os.path.getsize os.path.samefile lxml.etree.parse pandas.read_csv pandas.read_json
      pandas.read_table pandas.read_excel pandas.read_html pandas.read_xml numpy.load numpy.loadtxt numpy.fromfile numpy.genfromtxt
      pathlib.Path().open inspect.getsource inspect.getsourcelines inspect.getsourcefile inspect.getfile inspect.findsource
      inspect.getmodule inspect.getcomments tokenize.open`,
    builtins: 'input',
    attributes: 'read_text read_bytes iterdir',
  }),
  replacements: row('replaces parts of other modules or classes', {}),
  'settings of the process': row('changes settings that the whole process shares', {
    names: `locale.setlocale sys.setrecursionlimit sys.set_int_max_str_digits sys.setswitchinterval sys.setdlopenflags sys.displayhook
      sys.excepthook sys.unraisablehook threading.excepthook contextlib.redirect_stdout contextlib.redirect_stderr contextlib.chdir
      decimal.getcontext().prec decimal.getcontext().rounding decimal.getcontext().traps decimal.getcontext().flags
      decimal.getcontext().clear_traps decimal.setcontext decimal.DefaultContext decimal.BasicContext decimal.ExtendedContext
      resource.setrlimit resource.prlimit codecs.register codecs.register_error copyreg.pickle copyreg.constructor
      copyreg.add_extension gettext.install asyncio.set_event_loop_policy urllib.request.install_opener os.nice time.tzset
      faulthandler.enable tracemalloc.start numpy.seterr`,
  }),
  pickles: row('builds objects from untrusted bytes', {
    modules: 'pickle _pickle cPickle marshal shelve dill cloudpickle jsonpickle joblib',
    names: `yaml.load yaml.load_all yaml.unsafe_load yaml.unsafe_load_all yaml.full_load yaml.UnsafeLoader yaml.Loader pandas.read_pickle
      torch.load`,
  }),
  warnings: row('configures logging or warnings', {
    modules: 'logging.config logging.handlers',
    names: `logging.disable logging.basicConfig logging.captureWarnings logging.setLoggerClass logging.setLogRecordFactory logging.root
      logging.FileHandler logging.addLevelName logging.lastResort logging.raiseExceptions
      logging.getLogger().setLevel logging.getLogger().addHandler logging.getLogger().addFilter logging.getLogger().disabled
      logging.getLogger().propagate logging.getLogger().handlers
      warnings.filterwarnings warnings.simplefilter warnings.resetwarnings warnings.catch_warnings warnings.showwarning
      warnings.formatwarning`,
  }),
  tests: row('uses a test framework', {
    modules:
      'pytest unittest mock nose nose2 doctest testtools hypothesis freezegun time_machine responses vcr coverage test.support',
    attributes: 'freeze_time',
  }),
  'the test run': row('asks about the tests that run it, or changes how they run', {
    modules: '_pytest pluggy xdist conftest py.test pytest_cov pytest_mock tox nox',
    names:
      'pytest.exit pytest.hookimpl pytest.hookspec pytest.TestReport pytest.Config pytest.Session pytest.Item pytest.CallInfo',
    builtins: 'pytest_plugins',
    attributes: 'from_item_and_call TestReport pluginmanager hookrelay',
  }),
} as const satisfies Record<string, Capability>;

type Names = Partial<Record<'modules' | 'names' | 'builtins' | 'attributes', string>>;

function row(words: string, { modules = '', names = '', builtins = '', attributes = '' }: Names): Capability {
  const setOf = (list: string) => new Set(list.split(/\s+/).filter(Boolean));
  return {
    words,
    modules: setOf(modules),
    names: setOf(names),
    builtins: setOf(builtins),
    attributes: setOf(attributes),
  };
}
