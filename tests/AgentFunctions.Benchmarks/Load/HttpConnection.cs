using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>A keep-alive HTTP/1.1 client connection that does just what the load generator needs: send prepared bytes, read one answer, know when its first byte came.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private byte[] _body = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _bodyLength;

    public static async Task<HttpConnection> OpenAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        try
        {
            await connection._socket.ConnectAsync(endpoint, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The connection broke or what came is not HTTP.</exception>
    public async ValueTask<HttpAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        _bodyLength = 0;
        await _socket.SendAsync(request, cancellationToken);
        int headEnd;
        while ((headEnd = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellationToken);
        var head = ParseHead(_buffer.AsSpan(_start, headEnd + 2));
        _start += headEnd + 4;
        if (_start == _end && head.Length != 0) await FillAsync(cancellationToken);
        var firstByte = Stopwatch.GetTimestamp();
        if (head.Length >= 0) await ReadFixedAsync(head.Length, cancellationToken);
        else await ReadChunkedAsync(cancellationToken);
        return new HttpAnswer(head.Status, _body.AsMemory(0, _bodyLength), firstByte, Stopwatch.GetTimestamp());
    }

    public void Dispose() => _socket.Dispose();

    private static (int Status, int Length) ParseHead(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _)) throw new IOException("The answer is not HTTP/1.1.");
        var length = -2;
        for (var rest = head; rest.IndexOf("\r\n"u8) is >= 0 and var end; rest = rest[(end + 2)..])
        {
            var line = rest[..end];
            if (Is(line, "content-length:"u8) && Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out int value, out _)) length = value;
            else if (Is(line, "transfer-encoding:"u8)) length = -1;
        }

        return length == -2 ? throw new IOException("The answer has neither a length nor chunks.") : (status, length);
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) => line.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private async ValueTask ReadFixedAsync(int length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end) await FillAsync(cancellationToken);
            var take = Math.Min(length, _end - _start);
            Take(take);
            length -= take;
        }
    }

    private async ValueTask ReadChunkedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int lineEnd;
            while ((lineEnd = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0) await FillAsync(cancellationToken);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, lineEnd), out int size, out _, 'x')) throw new IOException("The answer's chunk has no size.");
            _start += lineEnd + 2;
            await ReadFixedAsync(size, cancellationToken);
            while (_end - _start < 2) await FillAsync(cancellationToken);
            _start += 2;
            if (size == 0) return;
        }
    }

    private void Take(int count)
    {
        if (_bodyLength + count > _body.Length) Array.Resize(ref _body, Math.Max(_body.Length * 2, _bodyLength + count));
        _buffer.AsSpan(_start, count).CopyTo(_body.AsSpan(_bodyLength));
        _bodyLength += count;
        _start += count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0) throw new IOException("The connection was closed before the answer was whole.");
        _end += read;
    }

    private void MakeRoom()
    {
        var pending = _end - _start;
        if (_start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, pending);
        (_start, _end) = (0, pending);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
