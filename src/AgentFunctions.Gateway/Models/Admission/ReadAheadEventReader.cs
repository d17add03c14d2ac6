using System.Threading.Channels;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>
/// Reads a stream as fast as it comes, whatever the caller's pace, so that what was read tells what was produced; holds more on the way and cancels the provider where there is no room for more. What was read until then is
/// still handed on, since it is charged.
/// </summary>
internal sealed class ReadAheadEventReader(ModelEventReader inner, OutputHold hold) : ModelEventReader
{
    /// <summary>Events that wait for the caller, some hundred bytes each. Beyond them nothing is read until it takes some, which is why everything is held before.</summary>
    private const int MostWaiting = 1024;

    private readonly Channel<ModelEvent> _waiting = Channel.CreateBounded<ModelEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private Task? _reading;
    private ApiError? _error;
    private bool _isDrained;
    private bool _isDisposed;

    public override ApiError? Error => _error ?? inner.Error;

    public override AnswerFacts? TerminalFacts => inner.TerminalFacts;

    public override int LastSequence => inner.LastSequence;

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        _reading ??= ReadAsync();
        if (!_isDrained && await _waiting.Reader.WaitToReadAsync(cancellationToken)) return true;
        _isDrained = true;

        // Throws what reading met.
        await _reading;
        return _error is null && await inner.WaitToReadAsync(cancellationToken);
    }

    public override bool TryRead(out ModelEvent modelEvent)
    {
        if (!_isDrained) return _waiting.Reader.TryRead(out modelEvent);
        modelEvent = default;
        return _error is null && inner.TryRead(out modelEvent);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _stop.CancelAsync();

        // It ends at once; what it meets by being ended is nobody's concern.
        if (_reading is not null) await Task.WhenAny(_reading);
        await inner.DisposeAsync();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Up to the end mark: what comes after it is taken from the inner reader directly, since from there on the call is settled.</summary>
    private async Task ReadAsync()
    {
        try
        {
            while (await inner.WaitToReadAsync(_stop.Token))
            {
                while (inner.TryRead(out var modelEvent))
                    if (!await PassAsync(modelEvent)) return;
            }
        }
        finally
        {
            _waiting.Writer.Complete();
        }
    }

    /// <summary>false: nothing more is to be read here.</summary>
    private async ValueTask<bool> PassAsync(ModelEvent modelEvent)
    {
        var kept = modelEvent with { Raw = modelEvent.Raw.ToArray(), Data = modelEvent.Data.ToArray() };
        if (kept.Kind is ModelEventKind.Done or ModelEventKind.Terminal)
        {
            await hold.CoverEndAsync();
            await _waiting.Writer.WriteAsync(kept, _stop.Token);
            return false;
        }

        _error = await hold.CoverAsync();
        if (_error is null)
        {
            if (_waiting.Writer.TryWrite(kept)) return true;
            _error = await hold.CoverAllAsync();
        }

        if (_error is not null)
        {
            hold.Cut();
            await inner.DisposeAsync();
        }

        await _waiting.Writer.WriteAsync(kept, _stop.Token);
        return _error is null;
    }
}
