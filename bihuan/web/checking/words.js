// Everything the page says, in Chinese and English. A pair is [zh, en]; no check and no element lives here.

export const CHECKS = {
  file: {
    title: ["文件读得懂", "The file can be read"],
    holds: ["这是一份回执文件，格式完整。", "This is a receipt file, and it is complete."],
    fails: ["这不是回执文件，或者被截断、改坏了。请重新下载一份。", "This is no receipt file, or it was cut or damaged. Download it again."],
  },
  trust: {
    title: ["以谁的公钥为准", "Whose keys it is checked against"],
    holds: ["用的是您自己选的信任文件。", "It is checked against the trust file that you chose yourself."],
    open: [
      "信任文件是随回执一起给的。造假的人会连它一起造，所以请把下面的“指纹”和别处公布的（窗口张贴、报纸、见证方）对一对。",
      "The trust file came along with the receipt. A forger would forge it too: compare the fingerprint below with one published elsewhere (at the counter, in a newspaper, by a witness).",
    ],
    fails: ["信任文件读不懂，无从核对。请换一份。", "The trust file cannot be read, so nothing can be checked. Choose another one."],
  },
  signature: {
    title: ["日志签了名", "The log signed"],
    holds: ["检查点（整本日志的“封签”）是日志的密钥签的，没有被改动。", "The checkpoint, the seal over the whole log, was signed with the log’s key and was not changed."],
    fails: ["检查点的签名不成立：文件被改过，或者是伪造的；也可能密钥换过，请用新的信任文件再核对。", "The signature of the checkpoint does not hold: it was changed or forged, or the key was rotated since. Try a newer trust file."],
  },
  witnesses: {
    title: ["见证方也签了名", "Witnesses signed as well"],
    holds: ["足够多的见证方证明：他们看到的是同一本日志，只增不减。", "Enough witnesses testify that they saw the same log, and that it only grew."],
    open: ["这本日志没有要求见证方签名，所以不能排除它给不同的人看不同的内容。", "This log asks for no witnesses: it could show different people different logs."],
    fails: ["见证方的签名不够，或有假：给您看的可能和给别人看的不是同一本日志。请留好文件，告诉见证方。", "Too few witnesses signed, or one signature is false: others may have been shown another log. Keep the file and tell a witness."],
  },
  inclusion: {
    title: ["每一步都在日志里", "Each step is in the log"],
    holds: ["每条记录都一字不差地在日志里，谁也不能悄悄改掉或删掉。", "Each record stands in the log, byte for byte; nobody can change or remove it unnoticed."],
    fails: ["证明不成立：日志里的这个位置不是这条记录。可能是文件坏了，也可能是有人给了您假的回执。", "The proof fails: this record does not stand at that place in the log. The file is damaged, or somebody gave you a forged receipt."],
  },
  waiting: {
    title: ["这一步还在等候并入日志", "This step waits to enter the log"],
    open: ["日志已签字承诺，最晚到所写的时间并入。过了时间还没有，这份承诺就是失信的证据。", "The log has signed a promise to include it by the time shown. If it is missing after that, the promise proves it."],
    fails: ["这份承诺不是日志签的。", "The log did not sign this promise."],
  },
  promise: {
    title: ["受理时的承诺", "The promise of the first moment"],
    holds: ["受理时签下的承诺兑现了：承诺的正是日志里的第一条记录。", "The promise signed when you reported was kept: it names the first record in the log."],
    open: ["承诺是日志签的，它所指的记录还没有得到证明。如果是还没有并入，请留好这份文件，过了承诺的时间再来核对。", "The log signed it; the record it names is not proven here. If it only waits to enter, keep this file and check again after the promised time."],
    fails: ["承诺对不上：不是日志签的，或说的是另一条记录。", "The promise does not fit: the log did not sign it, or it names another record."],
  },
  chain: {
    title: ["前后衔接，没有缺页", "No step is missing"],
    holds: ["各步是同一件事，从登记到现在，号码连续，一环扣一环。", "The steps belong to one matter, numbered without a gap from the first to the last, each bound to the one before."],
    open: ["已经证明的各步前后衔接；还没有证明的，从这里看不出来。", "The steps that are proven follow on; of the others nothing can be told here."],
    fails: ["各步不衔接：少了一步、换了顺序，或夹进了别的事项。", "The steps do not follow on: one is missing, moved, or belongs to another matter."],
  },
  code: {
    title: ["是您手里这个回执码的事项", "It is the matter of your code"],
    holds: ["登记时记下的，正是您这个回执码的密钥。", "The key of your code is the one recorded when the matter was raised."],
    open: ["登记时没有记下密钥，看不出是谁的。", "No key was recorded when the matter was raised; it cannot be told whose it is."],
    fails: ["回执码对不上：这是别人的事项，或者您的码是后来补发的。", "The code does not fit: this is somebody else’s matter, or your code was reissued later."],
  },
  word: {
    title: ["诉求人的答复", "The reporter’s answer"],
    holds: ["这句答复是用受理时的回执码签的，只对这一次有效，别人不能代答，也不能挪用。", "The answer was signed with the code given at intake. It counts for this one time; nobody without the code can give or reuse it."],
    open: ["这句答复没有签名：日志能证明它被记录，不能证明是您本人的意思。公布的满意率把它单独计数。", "The answer carries no signature: the log proves that it was recorded, not that you gave it. Published satisfaction counts it apart."],
    fails: ["签名不成立：这句答复不是用受理时的回执码签的，或被改过、挪用过。", "The signature does not hold: another code made it, or the answer was changed or moved here."],
  },
  shown: {
    title: ["出示的内容", "What is shown"],
    holds: ["出示的内容与当时登记的一致，一字未改。", "What is shown is what was recorded then, word for word."],
    open: ["这一步还没有证明，出示的内容也就无从核对。", "The step itself is not proven yet, so neither is what is shown."],
    fails: ["出示的内容与登记的不符。", "What is shown is not what was recorded."],
  },
};

export const STATES = {
  holds: ["成立", "holds"],
  fails: ["不成立", "fails"],
  open: ["不能由此证明", "not proven"],
};

export const VERDICTS = {
  holds: ["已证明的都成立。", "Everything that can be proven holds."],
  open: ["没有发现问题；有几项还不能证明。", "Nothing is wrong; some things are not proven."],
  fails: ["有不成立的地方。", "Something does not hold."],
};

// The same words as bihuan/core/verbs.py; a test compares them.
export const VERBS = {
  raise: ["提出", "raise"], accept: ["受理", "accept"], reject: ["不予受理", "reject"], transfer: ["转送", "transfer"],
  dispatch: ["派单", "dispatch"], sign: ["签收", "sign for"], return: ["退单", "return"], arbitrate: ["裁定", "arbitrate"],
  call_jointly: ["吹哨会办", "call jointly"], arrive: ["报到", "arrive"], contact: ["联系诉求人", "contact"],
  progress: ["报告进展", "report progress"], supplement: ["补充", "supplement"], submit: ["提交", "submit"],
  finish: ["办毕", "finish"], check: ["核查", "check"], close: ["结案", "close"], confirm: ["确认", "confirm"],
  call_back: ["回访", "call back"], rate: ["评价", "rate"], dispute: ["异议", "dispute"], reopen: ["重开", "reopen"],
  remind: ["催办", "remind"], supervise: ["督办", "supervise"], strike_off: ["申请销号", "apply to strike off"],
  extend: ["申请延期", "ask for an extension"], suspend: ["申请中止计时", "ask for a suspension"],
  resume: ["恢复计时", "resume"], exempt: ["申请免责", "ask for an exemption"],
  terminate: ["申请终止", "ask for termination"], withdraw: ["撤回", "withdraw"], correct: ["更正", "correct"],
  publish: ["公布", "publish"], unseal: ["启封", "unseal"], link: ["并案", "link"], archive: ["归档", "archive"],
  decide: ["决定", "decide"], lapse: ["期满", "lapse"], reproject: ["重算时限", "derive deadlines again"],
};

export const FINDINGS = { closed: ["结案", "closed"], solved: ["是否解决", "solved"], satisfied: ["是否满意", "satisfied"] };
export const REPLIES = { yes: ["是", "yes"], no: ["否", "no"], unreachable: ["未联系上", "not reached"], explained: ["已解释，不算解决", "explained, which is not solved"] };

export const SAYS = {
  title: ["核对回执", "Check a receipt"],
  lead: [
    "核对就在这台设备上进行：不问服务器，也不向任何地方发送。这一页可以存下来，断网时打开也能用。",
    "The check runs on this device: it asks no server and sends nothing anywhere. Save this page; it works offline, too.",
  ],
  language: ["English", "中文"],
  large: ["大字版", "Large type"],
  talk: ["想直接打电话：", "Rather talk to someone? "],
  call: ["拨打 {}", "Call {}"],
  aloud: ["读给我听", "Read aloud"],
  silent: ["停止朗读", "Stop reading"],
  ordinary: ["普通字号", "Ordinary type"],
  file: ["选择回执文件", "Choose the receipt file"],
  another: ["换一份回执文件", "Choose another receipt file"],
  more: ["用自己的信任文件，或核对回执码", "Use your own trust file, or check your code"],
  ownTrust: ["自己留存的信任文件（trust）", "The trust file that you kept yourself"],
  ownCode: ["回执码（只在这台设备上用）", "Receipt code (used on this device only)"],
  badCode: ["这个码不完整或有错字，请对照回执再输一次。", "This code is incomplete or mistyped; compare it with your receipt."],
  again: ["核对", "Check"],
  checking: ["正在核对……", "Checking…"],
  none: ["还没有回执。在事项页上点“下载回执文件”，再在这里选择它。", "No receipt yet. Download the receipt file on the page of your matter, then choose it here."],
  unread: ["这个文件读不出来，请再选一次。", "The file cannot be read; choose it again."],
  later: ["暂时取不到您的回执：请过一会儿刷新本页，或者选择回执文件。", "Your receipt can't be fetched just now: reload this page in a while, or choose the file."],
  loaded: ["这是您现在打开的事项的回执。", "This is the receipt of the matter that you have open."],
  result: ["核对结果", "Result"],
  steps: ["逐步来看", "Step by step"],
  stepNo: ["第 {} 步", "Step {}"],
  inLog: ["日志第 {} 条，共 {} 条", "entry {} of {} in the log"],
  seen: ["见证方最晚在 {} 已看到", "witnesses had seen it by {}"],
  promisedBy: ["承诺最晚 {} 并入", "promised by {}"],
  hidden: ["只公布有这一步，内容不公开", "only that there is a step is public"],
  due: ["答复期限 {}", "answer due {}"],
  unit: ["承办单位代码 {}", "unit {}"],
  late: ["已超时", "late"],
  score: ["{} 分", "score {}"],
  imported: ["历史数据，从别处导入", "history, brought in from elsewhere"],
  shownTitle: ["出示的内容", "What is shown"],
  keys: ["以谁为准", "Whom you trust here"],
  log: ["日志", "Log"],
  origin: ["日志名称", "Name of the log"],
  witness: ["见证方", "Witness"],
  fingerprint: ["信任文件的指纹", "Fingerprint of the trust file"],
  means: ["密码运算", "Cryptography"],
  browser: ["浏览器自带（WebCrypto）", "the browser’s own (WebCrypto)"],
  bundled: ["本页自带（浏览器在此地址不提供）", "bundled with this page (the browser offers none at this address)"],
  pageHash: [
    "这一页本身也要信得过：它的 SHA-256 记在日志里（k 为 page 的记录）。存下文件，用 sha256sum 算一遍，与日志里的比对。",
    "This page must be trusted, too: its SHA-256 is an entry of the log (k = page). Save the file, run sha256sum and compare.",
  ],
  cannot: ["这些不能由回执证明", "What a receipt cannot prove"],
  limits: [
    ["事情是不是真的办好了。这要靠核查、回访和您自己的确认。", "Whether the work was really done. Checks, call-backs and your own word are for that."],
    ["没有登记、也没有给过承诺的事项。从来没进日志的，日志里看不出来。", "Matters that were never recorded and never promised: what never entered leaves no trace."],
    ["见证方是否串通。所以见证方应当互不相干。", "Whether a quorum of witnesses conspired. That is why they should have nothing to do with each other."],
    ["签名是不是您本人按下的：谁拿着回执码，谁就能签。服务器在您打开事项时会用到回执码，只留存它的摘要；是否真的如此，回执证明不了。", "Whether it was you who signed: whoever has the code can. The server handles your code while you have your matter open and keeps only a hash of it; that it does so, no receipt can prove."],
  ],
  noFile: ["选择一个文件，或把它拖到这里", "Choose a file, or drop it here"],
};
