using System.Globalization;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions;

internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    private const long KiB = 1024;
    private const long MiB = 1024 * KiB;

    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        List<string> failures = [];
        Check(nameof(options.MaxMessageBytes), options.MaxMessageBytes, KiB, 4 * MiB);
        Check(nameof(options.MaxSlotBytes), options.MaxSlotBytes, KiB, 16 * MiB);
        Check(nameof(options.MaxBytes), options.MaxBytes, MiB, MiB * MiB);
        Check(nameof(options.MaxPageBytes), options.MaxPageBytes, 64 * KiB, 64 * MiB);
        Check(nameof(options.MaxContextBytes), options.MaxContextBytes, MiB, 64 * MiB);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, long value, long least, long most)
        {
            if (value < least || value > most) failures.Add(string.Create(CultureInfo.InvariantCulture, $"{SessionOptions.SectionName}:{setting} must lie between {least} and {most}."));
        }
    }
}
