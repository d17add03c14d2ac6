using System.Security.Cryptography;

namespace AgentFunctions.Core.Identifiers;

/// <summary>Ids of requests and calls: ours alone, 128 random bits as 32 hex digits after <c>req_</c>. Ids chosen by callers never key anything.</summary>
public static class CallId
{
    private const string Prefix = "req_";
    private const int RandomBytes = 16;
    private const int IdsABatch = 64;

    // One trip to the system's generator costs a microsecond, whatever it fetches. Ids are unique, not secret: fetching some ahead gives nothing away.
    [ThreadStatic]
    private static byte[]? _batch;

    [ThreadStatic]
    private static int _used;

    public static string New()
    {
        var batch = _batch ??= new byte[RandomBytes * IdsABatch];
        if (_used == 0) RandomNumberGenerator.Fill(batch);
        var random = batch.AsSpan(_used, RandomBytes);
        _used = (_used + RandomBytes) % batch.Length;
        Span<char> text = stackalloc char[Prefix.Length + (RandomBytes * 2)];
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(random, text[Prefix.Length..], out _);
        return new string(text);
    }
}
